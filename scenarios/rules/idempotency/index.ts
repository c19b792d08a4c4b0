/** Rules about doing a thing once, however often it is sent. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { contentKeyIsStable } from './content-key-is-stable.ts';
import { contentKeySeparatesUsers } from './content-key-separates-users.ts';
import { keyHoldsFor24Hours } from './key-holds-for-24-hours.ts';
import { newKeyIsUuid } from './new-key-is-uuid.ts';
import { oneEffectPerOperation } from './one-effect-per-operation.ts';
import { operationsHaveDistinctKeys } from './operations-have-distinct-keys.ts';
import { replayConflictIsSuccess } from './replay-conflict-is-success.ts';
import { retryKeepsIdempotencyKey } from './retry-keeps-idempotency-key.ts';
import { writeCarriesIdempotencyKey } from './write-carries-idempotency-key.ts';

export const idempotencyRules: readonly Rule[] = [
  writeCarriesIdempotencyKey,
  retryKeepsIdempotencyKey,
  operationsHaveDistinctKeys,
  oneEffectPerOperation,
  replayConflictIsSuccess,
  newKeyIsUuid,
  contentKeyIsStable,
  contentKeySeparatesUsers,
  keyHoldsFor24Hours,
];
