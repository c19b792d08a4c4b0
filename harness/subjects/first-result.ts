/** A call has one result, the first: a process that ends at the same instant does not undo what the caller was told. */
import type { CallResult } from '../ports/subject.ts';

/** Tells the first result that it is given, and gives that back whatever comes later. */
export const firstResult = (tell: ((result: CallResult) => void) | undefined): ((result: CallResult) => CallResult) => {
  let first: CallResult | undefined;
  return (result) => {
    if (first === undefined) {
      first = result;
      tell?.(result);
    }
    return first;
  };
};
