/** Creates an item again, under a new key, when it cannot know whether the first request arrived. */
import { mutant } from './base.ts';

export const breaks = ['one-effect-per-operation', 'retry-keeps-idempotency-key'];

export default mutant({
  keyOfAttempt: (key, retry) => (key === undefined || retry === 0 ? key : `${key}-${retry}`),
});
