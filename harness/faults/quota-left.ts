/** A good reply that says how little quota is left. STD-17-01 §3.5, on proactive limiting. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';
import type { QuotaUnit } from '../ports/provider.ts';

type QuotaLeftParams = {
  readonly remaining: number;
  readonly resetInMs: number;
  /** Requests unless said. */
  readonly unit?: QuotaUnit;
};

export const quotaLeft: ExchangeFault<QuotaLeftParams> = {
  id: 'quota-left',
  kind: 'exchange',
  // Whole seconds, at least ten: a shorter wait is never judged, and APIs that tell seconds would round it.
  params: ({ dialect }) =>
    fc.record({
      remaining: fc.integer({ min: 0, max: 3 }),
      resetInMs: fc.integer({ min: 10, max: 120 }).map((seconds) => seconds * 1000),
      unit: fc.constantFrom('requests', ...(dialect.hasTokenQuota ? (['tokens'] as const) : [])),
    }),
  explain: ({ remaining, resetInMs, unit = 'requests' }) =>
    `lets the provider act and says that ${remaining} ${unit} are left for the next ${resetInMs / 1000} s`,
  waitMs: ({ resetInMs }) => resetInMs,
  leavesReplyGood: true,
  apply: async ({ remaining, resetInMs, unit }, request, provider, context) => {
    const answer = await provider(request);
    if (!(answer instanceof Response) || !answer.ok) return { kind: 'missed', answer };
    return context.dialect.withQuota(answer, remaining, context.now + resetInMs, context, unit);
  },
};
