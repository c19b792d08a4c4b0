/** Sends a batch in one go, whatever is left of the quota. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['batch-paced'];

export default mutant({
  holdUntil: (headers, call) => (call.operation === 'import_items' ? 0 : compliant.holdUntil(headers, call)),
});
