/** A good reply that takes its time. On a virtual clock nothing else makes a duration differ from zero. */
import fc from 'fast-check';
import type { ExchangeFault } from '../ports/fault.ts';

type DelayedParams = {
  /** On the case's clock. */
  readonly ms: number;
};

export const delayed: ExchangeFault<DelayedParams> = {
  id: 'delayed',
  kind: 'exchange',
  // Well within the client's timeout: giving up is what `hang` and `slow-body` are for.
  params: ({ policy }) =>
    fc.record({ ms: fc.integer({ min: 1, max: Math.max(1, Math.floor(policy.attemptTimeoutMs / 2)) }) }),
  explain: ({ ms }) => `lets the provider act and replies ${ms} ms later`,
  apply: async ({ ms }, request, provider, { sleep }) => {
    const answer = await provider(request);
    await sleep(ms);
    return answer;
  },
};
