/** §2.2 asks for its fields where a retry is possible; where none is, they may be left out, but never wrong. */
import { isTransient } from '../../attempts.ts';
import type { Place } from '../../log-lines.ts';
import type { Expectation } from './field-rule.ts';

export const absentUnlessRetryable = ({ attempt }: Place): Expectation['absent'] =>
  isTransient(attempt) ? 'wrong' : 'untold';
