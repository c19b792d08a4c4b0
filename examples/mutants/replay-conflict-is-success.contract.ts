/** Takes the answer that its issue exists for an error, though its own lost attempt created it. */
import { linearMutant } from './linear-base.ts';

export const breaks = ['replay-conflict-is-success'];

export default linearMutant({ isAnswer: () => false });
