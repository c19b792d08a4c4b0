/** STD-17-01 Appendix B, field by field. */
import type { Json } from '../../../harness/model/json.ts';
import type { OutcomeEvent, Trace } from '../../../harness/model/trace.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { askedUntil } from '../../attempts.ts';
import { placesOf } from '../../log-lines.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { fieldsOf, returnedErrors } from './endings.ts';

const texts = ['code', 'message', 'suggestion'] as const;

/** Seconds, as the provider asked for; undefined when it did not. */
const askedSeconds = (trace: Trace, outcome: OutcomeEvent): number | undefined => {
  const asked = placesOf(trace).flatMap(({ series, attempt }) =>
    series.action === outcome.action ? (askedUntil(attempt) ?? []) : [],
  );
  return asked.length === 0 ? undefined : (Math.max(...asked) - outcome.at) / 1000;
};

const leastSecondsToTell = 5;

const retryAfterProblems = (value: Json | undefined, asked: number | undefined): readonly string[] => {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'number') return ['retryAfter is not a number'];
  if (value < 0) return ['retryAfter is negative'];
  const inMs = asked !== undefined && asked >= leastSecondsToTell && value > asked * 500 && value < asked * 2_000;
  return inMs ? ['retryAfter is in milliseconds'] : [];
};

const problemsOf = (error: Json, asked: number | undefined): readonly string[] => {
  const fields = fieldsOf(error);
  return [
    ...texts.flatMap((name) => {
      const value = fields[name];
      if (value === undefined || value === null) return [`${name} is missing`];
      if (typeof value !== 'string') return [`${name} is not a string`];
      return value.trim() === '' ? [`${name} is empty`] : [];
    }),
    ...(fields.retryable === undefined || fields.retryable === null ? ['retryable is missing'] : []),
    ...(typeof (fields.retryable ?? true) === 'boolean' ? [] : ['retryable is not a boolean']),
    ...retryAfterProblems(fields.retryAfter, asked),
  ];
};

export const errorHasStandardForm: Rule = {
  id: 'error-has-standard-form',
  statement: 'A returned error has `code`, `message`, `suggestion`, `retryable` and, if any, `retryAfter` in seconds.',
  topic: 'errors',
  card: {
    asks: 'Return errors as Appendix B has them: three texts, a boolean, and the seconds until a retry if known.',
    tested: 'Calls fail in many ways; the form of each returned error is read.',
    fails: 'A field is missing, empty or of another type, or `retryAfter` is negative or in milliseconds.',
    fix: 'Build every error in one function that takes the kind of failure and fills all fields.',
    source: 'STD-17-01 Appendix B',
  },
  appliesTo: whenItCalls,
  observe: (trace) =>
    returnedErrors(trace).map(({ operation, outcome, error }) => {
      const problems = problemsOf(error, askedSeconds(trace, outcome));
      return observed(trace, problems.length === 0, { operation, problems }, [outcome]);
    }),
  decide: eachByItself,
};
