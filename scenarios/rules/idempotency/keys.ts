/** What the rules about idempotency keys have in common: where keys are asked for, and which calls repeat each other. */
import type { IdempotencyMode, IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { Trace, TraceEvent } from '../../../harness/model/trace.ts';
import type { Applicability, Conduct } from '../../../harness/ports/rule.ts';
import { isKeyed, type Perform, type Series } from '../../attempts.ts';
import { whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

export const hourMs = 3_600_000;

const hasMode = ({ operations }: IntegrationFacts, modes: readonly IdempotencyMode[]): boolean =>
  Object.values(operations).some(({ stateChanging, idempotency }) => stateChanging && modes.includes(idempotency));

const whenKeyed =
  (modes: readonly IdempotencyMode[], because: string) =>
  (integration: IntegrationFacts, conduct?: Conduct): Applicability => {
    const calls = whenItCalls(integration, conduct);
    if (calls.applies !== true) return calls;
    if (!hasMode(integration, modes)) return { applies: false, because };
    const { providers } = integration;
    return providers.length > 0 && providers.every(({ idempotency }) => idempotency === 'none')
      ? {
          applies: false,
          because: `${providers.map(({ id }) => id).join(' and ')} has no idempotency keys; that a repeated write acts twice remains a risk`,
        }
      : { applies: true };
  };

export const whenAnyKey = whenKeyed(
  ['new', 'content'],
  'no declared operation changes anything under an idempotency key',
);
export const whenNewKey = whenKeyed(['new'], "no declared operation has idempotency 'new'");
export const whenContentKey = whenKeyed(['content'], "no declared operation has idempotency 'content'");

export const keyedSeriesOf = (trace: Trace): readonly Series[] =>
  seriesOf(trace).filter((series) => isKeyed(trace, series));

/** The keys of its attempts, oldest first; undefined for an attempt without one. */
export const keysOf = ({ attempts }: Series): readonly (string | undefined)[] =>
  attempts.flatMap(({ request }) => (request === undefined ? [] : [request.reading.idempotencyKey]));

export const firstKey = (series: Series): string | undefined => keysOf(series)[0];

/** One call of an operation whose content is its identity. */
interface ContentCall {
  readonly action: number;
  readonly at: number;
  readonly event: TraceEvent;
  readonly perform: Perform;
  readonly series: readonly Series[];
  readonly succeeded: boolean;
}

export interface Repetition {
  readonly first: ContentCall;
  readonly again: ContentCall;
  readonly sameUser: boolean;
  /** From the beginning of the first call to that of the second. */
  readonly elapsedMs: number;
}

const isSameContent = (a: Perform, b: Perform): boolean =>
  a.operation === b.operation && JSON.stringify(a.input) === JSON.stringify(b.input);

/** Every two calls of a `content` operation with equal input. */
export const repetitionsOf = (trace: Trace): readonly Repetition[] => {
  const all = keyedSeriesOf(trace);
  const calls = trace.events.flatMap((event): readonly ContentCall[] => {
    if (event.type !== 'action' || event.does.kind !== 'perform') return [];
    const perform = event.does;
    if (trace.integration.operations[perform.operation]?.idempotency !== 'content') return [];
    const succeeded = trace.events.some(
      (other) => other.type === 'outcome' && other.action === event.action && other.result.kind === 'ok',
    );
    const series = all.filter(({ action }) => action === event.action);
    return [{ action: event.action, at: event.at, event, perform, series, succeeded }];
  });
  return calls.flatMap((first, index) =>
    calls
      .slice(index + 1)
      .filter((again) => isSameContent(first.perform, again.perform))
      .map((again) => ({
        first,
        again,
        sameUser: first.perform.user === again.perform.user,
        elapsedMs: again.at - first.at,
      })),
  );
};

/** The keys under which a call asked for this provider operation. */
const keysFor = ({ series }: ContentCall, operation: string): readonly string[] =>
  series.flatMap((each) => (each.operation === operation ? (firstKey(each) ?? []) : []));

export interface KeyPair {
  readonly series: Series;
  readonly key: string;
  /** The keys of the first call for the same provider operation; at least one. */
  readonly before: readonly string[];
}

/** Each write of the second call beside what the first one used. */
export const pairsOf = ({ first, again }: Repetition): readonly KeyPair[] =>
  again.series.flatMap((series) => {
    const key = firstKey(series);
    const before = keysFor(first, series.operation);
    return key === undefined || before.length === 0 ? [] : [{ series, key, before }];
  });

export const requestEvents = (series: readonly Series[]): readonly TraceEvent[] =>
  series.flatMap(({ attempts }) => attempts.flatMap(({ request }) => request ?? []));
