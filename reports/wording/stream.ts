/** Sentences about answers that come as a stream. */
import type { Json } from '../../harness/model/json.ts';
import { aRequest, count, ms, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const ends: { readonly [how: string]: string } = {
  early: 'ended before the answer was over',
  error: 'said that it broke',
  damaged: 'held a part that cannot be read',
};
const howItEnded = (how: Json | undefined): string => ends[String(how)] ?? 'broke';

export const streamWording: Record<string, Wording> = {
  'truncated-stream-not-taken-for-whole': {
    message: (facts) =>
      `${told(facts.operation)} succeeded with an answer whose stream ${howItEnded(facts.ends)}, after ${count(facts.content, 'event')} of it.`,
    expected: () => 'Another attempt, an error, or a value that says that it is a part.',
    observed: (facts) => `Success, although the stream ${howItEnded(facts.ends)}.`,
  },
  'stalled-stream-times-out': {
    message: (facts) =>
      facts.waitedMs === undefined
        ? `${aRequest(facts)} whose stream stalled was never given up.`
        : `${aRequest(facts)} whose stream stalled was given up after ${ms(facts.waitedMs)}; ${ms(facts.declaredMs)} is declared.`,
    expected: (facts) =>
      `Given up within ${ms(facts.declaredMs)} after the last event (and ${ms(facts.allowedMs)} for timers).`,
    observed: (facts) => (facts.waitedMs === undefined ? 'It waits still.' : `Given up after ${ms(facts.waitedMs)}.`),
  },
  'stream-not-replayed-onto-partial-output': {
    message: (facts) =>
      `${told(facts.operation)} returned an answer that begins with what had come of a broken stream, and then says it again.`,
    expected: () => 'The answer of the attempt that succeeded, and nothing else.',
    observed: (facts) => `The answer, and ${count(facts.content, 'event')} of the broken one as well.`,
  },
};
