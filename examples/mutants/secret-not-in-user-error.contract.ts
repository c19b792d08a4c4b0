/** Shows the user which key was refused. */
import { mutant } from './base.ts';
import { compliant } from './behaviour.ts';

export const breaks = ['secret-not-in-user-error'];

export default mutant({
  userError: (failure, call, secrets) => ({
    ...compliant.userError(failure, call, secrets),
    suggestion: `Check the key ${secrets.apiKey}.`,
  }),
});
