/** The provider is broken or overloaded, and says so in its own envelope. STD-17-01 §4.1. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type ServerErrorParams = {
  readonly status: 500 | 502 | 503 | 504;
  /** Sent as `Retry-After`, in seconds. */
  readonly retryAfterSeconds?: number;
};

const waits = (seconds: number | undefined): string => (seconds === undefined ? '' : `, asking to wait ${seconds} s`);

export const serverError: ExchangeFault<ServerErrorParams> = {
  id: 'server-error',
  kind: 'exchange',
  params: ({ policy }) =>
    fc.record(
      {
        status: fc.constantFrom(500, 502, 503, 504),
        retryAfterSeconds: fc.integer({ min: 0, max: Math.max(1, Math.floor(policy.maxDelayMs / 1000)) }),
      },
      { requiredKeys: ['status'] },
    ),
  explain: (params) => `answers ${params.status} without acting${waits(params.retryAfterSeconds)}`,
  waitMs: ({ retryAfterSeconds = 0 }) => retryAfterSeconds * 1000,
  apply: async (params, request, _provider, { dialect }) => {
    const reply = dialect.error(request, params.status);
    if (params.retryAfterSeconds !== undefined) reply.headers.set('retry-after', String(params.retryAfterSeconds));
    return reply;
  },
};
