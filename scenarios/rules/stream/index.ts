/** Rules about answers that come as a stream of events. No clause names them. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { stalledStreamTimesOut } from './stalled-stream-times-out.ts';
import { streamNotReplayedOntoPartialOutput } from './stream-not-replayed-onto-partial-output.ts';
import { truncatedStreamNotTakenForWhole } from './truncated-stream-not-taken-for-whole.ts';

export const streamRules: readonly Rule[] = [
  truncatedStreamNotTakenForWhole,
  stalledStreamTimesOut,
  streamNotReplayedOntoPartialOutput,
];
