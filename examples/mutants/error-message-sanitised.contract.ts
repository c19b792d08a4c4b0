/** Logs the provider's error text as it came, credential and all. */
import { mutant } from './base.ts';

export const breaks = ['error-message-sanitised', 'secret-not-logged'];

export default mutant({
  log: (line, failure) => (failure?.text ? { ...line, error: failure.text } : line),
});
