/** How failed calls ended: the error that the caller got, and the last attempt, whose failure it tells of. */
import type { Json, JsonObject } from '../../../harness/model/json.ts';
import type { OutcomeEvent, ReplyEvent, Trace, TraceEvent } from '../../../harness/model/trace.ts';
import { attemptFacts, type Failure, failureOf } from '../../attempts.ts';
import { type Place, perTrace, placesOf } from '../../log-lines.ts';

export interface ReturnedError {
  readonly operation: string;
  readonly outcome: OutcomeEvent;
  readonly error: Json;
}

const operationOf = (trace: Trace, action: number): string | undefined => {
  const begun = trace.events.find((event) => event.type === 'action' && event.action === action);
  return begun?.type === 'action' && begun.does.kind === 'perform' ? begun.does.operation : undefined;
};

/** Every `{ ok: false, error }`. */
export const returnedErrors = (trace: Trace): readonly ReturnedError[] =>
  trace.events.flatMap((event) => {
    if (event.type !== 'outcome' || event.result.kind !== 'error') return [];
    const operation = operationOf(trace, event.action);
    return operation === undefined ? [] : [{ operation, outcome: event, error: event.result.error }];
  });

/** A returned error with the failure that it tells of. */
export interface Ending extends ReturnedError {
  readonly place: Place;
  readonly failure: Failure;
  /** The status of a whole reply. */
  readonly status?: number;
  readonly facts: JsonObject;
  readonly events: readonly TraceEvent[];
}

const firstSeq = ({ attempt }: Place): number => attempt.events[0]?.seq ?? 0;

/** The attempt that was the last to fail before the caller was told; undefined when another one did better after it. */
const lastFailure = (trace: Trace, outcome: OutcomeEvent): Place | undefined => {
  const place = placesOf(trace).findLast(
    (each) => each.series.action === outcome.action && firstSeq(each) < outcome.seq,
  );
  return place !== undefined && failureOf(place.attempt) !== undefined ? place : undefined;
};

/** Errors after a failure that the operation does not take for an answer. */
export const endingsOf = perTrace((trace): readonly Ending[] =>
  returnedErrors(trace).flatMap((returned) => {
    const { outcome } = returned;
    const place = lastFailure(trace, outcome);
    const failure = place && failureOf(place.attempt);
    if (place === undefined || failure === undefined) return [];
    const { attempt, series } = place;
    const status = attempt.end.kind === 'reply' ? attempt.end.reply.status : undefined;
    if (status !== undefined && series.facts?.expectedStatuses.includes(status) === true) return [];
    return [
      {
        ...returned,
        place,
        failure,
        facts: attemptFacts(series, attempt),
        events: [...attempt.events, outcome],
        ...(status === undefined ? {} : { status }),
      },
    ];
  }),
);

/** The kinds of failure that Appendix C tells apart; undefined for those that it has no row for. */
export type FailureKind =
  | 'auth-failed'
  | 'rate-limited'
  | 'service-unavailable'
  | 'not-found'
  | 'permission-denied'
  | 'invalid-request';

const permanentKinds: { readonly [status: number]: FailureKind } = {
  400: 'invalid-request',
  401: 'auth-failed',
  403: 'permission-denied',
  404: 'not-found',
  422: 'invalid-request',
};

export const kindOf = ({ failure, status }: Ending): FailureKind | undefined => {
  if (failure === 'rate-limited') return 'rate-limited';
  if (failure === 'server-error') return 'service-unavailable';
  return failure === 'permanent' && status !== undefined ? permanentKinds[status] : undefined;
};

export const fieldsOf = (error: Json): JsonObject =>
  typeof error === 'object' && error !== null && !isArray(error) ? error : {};

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What the user reads: message and suggestion. */
export const userTextOf = (error: Json): { readonly message: string; readonly suggestion: string } => {
  const { message, suggestion } = fieldsOf(error);
  return { message: text(message), suggestion: text(suggestion) };
};

/** The replies of one call that were errors. */
export const errorRepliesIn = (trace: Trace, action: number): readonly ReplyEvent[] =>
  placesOf(trace).flatMap(({ series, attempt }) =>
    series.action === action && attempt.end.kind === 'reply' && failureOf(attempt) !== undefined
      ? [attempt.end.reply]
      : [],
  );
