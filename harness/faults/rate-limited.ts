/**
 * The provider refuses for want of quota, in its own dialect, with every form of `Retry-After` that is seen in the wild,
 * the meaningless ones included. RFC 9110 §10.2.3, STD-17-01 §3.5.
 */
import fc, { type Arbitrary } from 'fast-check';
import type { ExchangeFault, FaultSettings } from '../ports/fault.ts';
import type { RetryAfterForm } from '../ports/provider.ts';

const forms = [
  'seconds',
  'http-date',
  'provider',
  'absent',
  'zero',
  'past',
  'negative',
  'garbage',
  'above-cap',
] as const;

type RateLimitedParams = {
  readonly retryAfter: (typeof forms)[number];
  /** The wait that is asked for; for `past` how long ago, for `negative` how far below zero. Otherwise 0. */
  readonly seconds: number;
};

/** An HTTP-date has no milliseconds; rounding up keeps the wait that was meant. */
const wholeSecond = (at: number): number => Math.ceil(at / 1000) * 1000;

const formOf = ({ retryAfter, seconds }: RateLimitedParams, now: number): RetryAfterForm => {
  switch (retryAfter) {
    case 'seconds':
    case 'above-cap':
      return { form: 'seconds', seconds };
    case 'http-date':
      return { form: 'http-date', at: wholeSecond(now + seconds * 1000) };
    case 'past':
      return { form: 'http-date', at: wholeSecond(now - seconds * 1000) };
    case 'provider':
      return { form: 'provider', at: now + seconds * 1000 };
    case 'absent':
      return { form: 'absent' };
    case 'zero':
      return { form: 'seconds', seconds: 0 };
    case 'negative':
      return { form: 'raw', value: `-${seconds}` };
    case 'garbage':
      return { form: 'raw', value: 'soon' };
  }
};

const params = ({ policy, dialect }: FaultSettings): Arbitrary<RateLimitedParams> => {
  const cap = Math.floor(policy.maxDelayMs / 1000);
  const ask = (retryAfter: RateLimitedParams['retryAfter'], min: number, max: number) =>
    fc.record({ retryAfter: fc.constant(retryAfter), seconds: fc.integer({ min, max }) });
  return fc.oneof(
    // A cap below a second leaves no whole number of seconds that the policy would wait.
    ...(cap < 1 ? [] : [ask('seconds', 1, cap), ask('http-date', 1, cap)]),
    ...(cap < 1 || !dialect.hasProviderRetryAfter ? [] : [ask('provider', 1, cap)]),
    ...(['absent', 'zero', 'garbage'] as const).map((form) => ask(form, 0, 0)),
    ask('past', 1, 3600),
    ask('negative', 1, 3600),
    ask('above-cap', cap + 1, cap * 10 + 10),
  );
};

const wording: { readonly [form in RateLimitedParams['retryAfter']]: (seconds: number) => string } = {
  seconds: (seconds) => `asking to wait ${seconds} s`,
  'above-cap': (seconds) => `asking to wait ${seconds} s, more than the policy allows`,
  'http-date': (seconds) => `naming the date ${seconds} s ahead`,
  past: (seconds) => `naming a date ${seconds} s ago`,
  provider: (seconds) => `asking to wait ${seconds} s in a header of its own`,
  absent: () => 'not saying how long to wait',
  zero: () => 'asking to wait 0 s',
  negative: (seconds) => `with the meaningless Retry-After -${seconds}`,
  garbage: () => 'with the meaningless Retry-After "soon"',
};

const asksToWait: ReadonlySet<RateLimitedParams['retryAfter']> = new Set([
  'seconds',
  'above-cap',
  'http-date',
  'provider',
]);

export const rateLimited: ExchangeFault<RateLimitedParams> = {
  id: 'rate-limited',
  kind: 'exchange',
  params,
  explain: ({ retryAfter, seconds }) => `refuses for want of quota, ${wording[retryAfter](seconds)}`,
  waitMs: ({ retryAfter, seconds }) => (asksToWait.has(retryAfter) ? seconds * 1000 : 0),
  apply: async (asked, request, _provider, context) =>
    context.dialect.rateLimited(request, formOf(asked, context.now), context),
};
