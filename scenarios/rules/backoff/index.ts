/** Rules about how long to wait before trying again. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { backoffBase } from './backoff-base.ts';
import { backoffCap } from './backoff-cap.ts';
import { backoffGrows } from './backoff-grows.ts';
import { backoffHasJitter } from './backoff-has-jitter.ts';
import { backoffStartsFromZero } from './backoff-starts-from-zero.ts';
import { backoffWithinEnvelope } from './backoff-within-envelope.ts';

export const backoffRules: readonly Rule[] = [
  backoffHasJitter,
  backoffGrows,
  backoffWithinEnvelope,
  backoffStartsFromZero,
  backoffBase,
  backoffCap,
];
