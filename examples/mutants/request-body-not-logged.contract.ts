/** Logs what it is about to send, only without the address. */
import { mutant } from './base.ts';

export const breaks = ['request-body-not-logged'];

export default mutant({
  log: (line, _failure, call) => {
    const { email: _left, ...body } = call.input;
    return { ...line, body: JSON.stringify(body) };
  },
});
