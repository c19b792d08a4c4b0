/** Sends a request again although it succeeded, to be on the safe side. */
import { mutant } from './base.ts';

export const breaks = ['success-not-retried'];

export default mutant({
  repeatsOfSuccess: (call, retry) => (call.operation === 'create_item' && retry === 0 ? 1 : 0),
});
