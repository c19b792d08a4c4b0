/** Logs the customer's address beside the user. */
import { mutant } from './base.ts';

export const breaks = ['personal-data-not-logged'];

export default mutant({
  log: (line, _failure, call) => ({ ...line, customer: call.input.email }),
});
