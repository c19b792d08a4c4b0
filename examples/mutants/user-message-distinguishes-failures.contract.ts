/** Tells the user everything that may have gone wrong, whatever it was. */
import { mutant } from './base.ts';
import { wordings } from './behaviour.ts';

export const breaks = ['user-message-distinguishes-failures'];

const everything = [...new Set(Object.values(wordings).map(({ message }) => message))].join(' ');

export default mutant({
  fails: (error) => ({
    ok: false,
    error: { ...error, message: everything, suggestion: 'Try one thing after the other.' },
  }),
});
