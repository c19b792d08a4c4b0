/** Logs levels as numbers, as pino does by default. */
import { mutant } from './base.ts';

const numbers: { readonly [level: string]: number } = { INFO: 30, WARN: 40, ERROR: 50 };

export const breaks = ['log-level'];

export default mutant({
  log: (line) => ({ ...line, level: numbers[line.level] }),
});
