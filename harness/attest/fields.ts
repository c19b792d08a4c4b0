/** The fields that entries of both files have. */
import { z } from 'zod';
import { isDay } from './days.ts';

/** What is missing is told as that, and not as being of a wrong type. */
export const filled = z.string({ error: wanted('must say something') }).refine((text) => text.trim() !== '', {
  error: 'must say something',
});

export const day = z
  .string({ error: wanted('must be a day such as 2027-01-31') })
  .refine(isDay, { error: (issue) => `must be a day such as 2027-01-31, not ${JSON.stringify(issue.input)}` });

/** A bare `3.4` is a number in YAML, and no clause either: clauses have a line, such as 3.4.1. */
export const clause = z.string({ error: wanted('must name a clause, such as 1.4.1') });

export const service = z.string({ error: 'must be the name of a service' }).optional();

function wanted(text: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => (input === undefined || input === null ? `is missing: it ${text}` : text);
}
