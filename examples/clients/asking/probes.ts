/** What each client is put through, twice: reading and writing. Data alone; nothing in it is drawn. */
import type { JsonObject } from '../../../harness/model/json.ts';
import type { RetryAfter } from './refusal.ts';

export const operations = ['read', 'write'] as const;
export type OperationName = (typeof operations)[number];

export interface Probe {
  readonly fault: string;
  readonly params: JsonObject;
  /** How many requests in a row it strikes. */
  readonly times: number;
  /** Equal cases, which differ only in the seed of the client's jitter. */
  readonly cases: number;
}

/** More than any client with a limit has attempts by default. */
export const lastingTimes = 20;
const burstCases = 20;

export const statuses = {
  serverErrors: [500, 501, 502, 503, 504],
  otherClientErrors: [400, 401, 403, 404, 410, 413, 422, 425],
} as const;

export const askedSeconds = 37;
export const hugeSeconds = 14_400;

export const retryAfterForms = {
  seconds: { form: 'seconds', seconds: askedSeconds },
  date: { form: 'date', seconds: askedSeconds },
  // Below the six hours for which a case may go on, so that a wait of the whole of it is seen to its end.
  huge: { form: 'seconds', seconds: hugeSeconds },
  past: { form: 'date', seconds: -60 },
  negative: { form: 'text', text: '-5' },
  garbage: { form: 'text', text: 'soon' },
} as const satisfies { readonly [name: string]: RetryAfter };
export type RetryAfterName = keyof typeof retryAfterForms;

export const retryAfterStatuses = [429, 503] as const;

const lasting = (fault: string, params: JsonObject, cases = 1): Probe => ({
  fault,
  params,
  times: lastingTimes,
  cases,
});
const refused = (status: number, cases?: number): Probe => lasting('refusal', { status }, cases);

const single = [408, 409, ...statuses.serverErrors, ...statuses.otherClientErrors].filter((status) => status !== 503);

export const probes: { readonly [probe: string]: Probe } = {
  none: { fault: 'noop', params: {}, times: 1, cases: 1 },
  'status-429': refused(429, burstCases),
  'status-503': refused(503, burstCases),
  reset: lasting('reset', {}, burstCases),
  ...Object.fromEntries(single.map((status) => [`status-${status}`, refused(status)])),
  hang: lasting('hang', { acted: false }),
  truncated: lasting('truncated-body', { share: 0.5, end: 'reset' }),
  ...Object.fromEntries(
    retryAfterStatuses.flatMap((status) =>
      Object.entries(retryAfterForms).map(([name, retryAfter]) => [
        `retry-after-${name}-${status}`,
        { fault: 'refusal', params: { status, retryAfter }, times: 1, cases: 1 },
      ]),
    ),
  ),
  'provider-reset': {
    fault: 'rate-limited',
    params: { retryAfter: 'provider', seconds: askedSeconds },
    times: 1,
    cases: 1,
  },
};

export const scenarioOf = (probe: string, operation: OperationName): string => `${probe}.${operation}`;
