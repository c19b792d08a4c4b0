/** A bare status with no envelope of the provider's, as a proxy or an outage page sends it. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type StatusParams = { readonly status: number; readonly body?: string };

/** RFC 9110 §15.3.5, §15.3.6, §15.4.5: these have no body. */
const bodiless = new Set([204, 205, 304]);

export const status: ExchangeFault<StatusParams> = {
  id: 'status',
  kind: 'exchange',
  params: () =>
    fc.record(
      { status: fc.integer({ min: 200, max: 599 }), body: fc.string({ maxLength: 40 }) },
      { requiredKeys: ['status'] },
    ),
  explain: (params) => `answers ${params.status} without acting`,
  apply: async ({ status: code, body = '' }) =>
    new Response(bodiless.has(code) ? null : body, { status: code, headers: { 'content-type': 'text/plain' } }),
};
