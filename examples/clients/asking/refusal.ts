/** A refusal in the provider's own words, where nothing tells how long to wait but `Retry-After`, in the form asked for. */
import fc from 'fast-check';
import type { ExchangeFault } from '../../../harness/ports/fault.ts';

export type RetryAfter =
  | { readonly form: 'seconds' | 'date'; readonly seconds: number }
  | { readonly form: 'text'; readonly text: string };

type RefusalParams = { readonly status: number; readonly retryAfter?: RetryAfter };

const headerOf = (retryAfter: RetryAfter, now: number): string => {
  if (retryAfter.form === 'text') return retryAfter.text;
  if (retryAfter.form === 'seconds') return String(retryAfter.seconds);
  // An HTTP-date has no milliseconds; rounded up, so that the wait is not shorter than meant.
  return new Date(Math.ceil((now + retryAfter.seconds * 1000) / 1000) * 1000).toUTCString();
};

const described = (retryAfter: RetryAfter): string =>
  retryAfter.form === 'text'
    ? `Retry-After "${retryAfter.text}"`
    : `Retry-After ${retryAfter.seconds} s from now, as ${retryAfter.form}`;

export const refusal: ExchangeFault<RefusalParams> = {
  id: 'refusal',
  kind: 'exchange',
  params: () => fc.record({ status: fc.integer({ min: 400, max: 599 }) }),
  explain: ({ status, retryAfter }) =>
    `answers ${status} without acting${retryAfter === undefined ? '' : `, with ${described(retryAfter)}`}`,
  apply: async ({ status, retryAfter }, request, _provider, context) => {
    const { dialect } = context;
    const reply =
      status === 429 ? dialect.rateLimited(request, { form: 'absent' }, context) : dialect.error(request, status);
    if (retryAfter !== undefined) reply.headers.set('retry-after', headerOf(retryAfter, context.now));
    return reply;
  },
};
