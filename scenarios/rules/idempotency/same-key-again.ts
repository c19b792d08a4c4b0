/** What "the key of equal content stays" means, for any time between two equal calls of one user. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import { observed } from '../../observing.ts';
import { pairsOf, type Repetition, repetitionsOf, requestEvents } from './keys.ts';

const judge = (trace: Trace, repetition: Repetition): readonly Observation[] => {
  const { first, again, elapsedMs } = repetition;
  const common = { operation: again.perform.operation, elapsedMs };
  const shown = [first.event, ...requestEvents(first.series), again.event, ...requestEvents(again.series)];
  // Answered without asking the provider: it still knew that this is the same.
  if (again.series.length === 0)
    return again.succeeded && requestEvents(first.series).length > 0
      ? [observed(trace, true, { ...common, sent: false }, shown)]
      : [];
  return pairsOf(repetition).map(({ series, key, before }) =>
    observed(
      trace,
      before.includes(key),
      { ...common, sent: true, provider: series.provider, request: series.operation, method: series.method },
      shown,
    ),
  );
};

/** Two equal calls of one user, at least `fromMs` and less than `untilMs` apart. */
export const sameKeyAgain = (trace: Trace, fromMs: number, untilMs: number): readonly Observation[] =>
  repetitionsOf(trace)
    .filter(({ sameUser, elapsedMs }) => sameUser && elapsedMs >= fromMs && elapsedMs < untilMs)
    .flatMap((repetition) => judge(trace, repetition));
