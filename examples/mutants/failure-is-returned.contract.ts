/** Throws where it should return an error. */
import { mutant } from './base.ts';

export const breaks = ['failure-is-returned'];

export default mutant({
  fails: ({ message }) => {
    throw new Error(message);
  },
});
