/** A delivery whose signature is right and whose signed time is long past: a replay. STD-17-01 §3.6.3, §4.4. */
import fc from 'fast-check';
import type { DeliveryContext, DeliveryFault, Expectation } from '../../ports/webhook.ts';
import { later, sendSigned } from '../steps.ts';

type StaleParams = { readonly ageMs: number };

const secondMs = 1000;
/** Older than this must be refused. */
const oldestMs = 300 * secondMs;
const dayMs = 24 * 60 * 60 * secondMs;

/** The last whole second at which an endpoint with this tolerance has to accept. */
const youngEnough = (toleranceMs: number): number => Math.min(toleranceMs, oldestMs) - secondMs;

/** Between the endpoint's own tolerance and the standard's five minutes nobody is blamed. */
const expected = (ageMs: number, { dialect, toleranceMs = dialect.toleranceMs }: DeliveryContext): Expectation => {
  if (ageMs >= oldestMs + secondMs) return 'refuse';
  return ageMs <= youngEnough(toleranceMs) ? 'accept' : 'either';
};

/** Enough for a whole second that the signed time was rounded by, and for a way that takes real time. */
const marginMs = 4 * secondMs;

export const stale: DeliveryFault<StaleParams> = {
  id: 'stale',
  kind: 'delivery',
  params: ({ toleranceMs }) => {
    const young = youngEnough(toleranceMs);
    const ages = [young - marginMs, young, oldestMs - secondMs, oldestMs + secondMs, dayMs];
    return fc.record({ ageMs: fc.constantFrom(...new Set(ages)) });
  },
  explain: ({ ageMs }) => `delivers with a right signature made ${ageMs / secondMs} s ago`,
  apply({ ageMs }, delivery, context) {
    if (context.dialect.timestamp === 'none') return undefined;
    const what = `signed ${ageMs / secondMs} s ago`;
    return [sendSigned(later(delivery, -ageMs), context, expected(ageMs, context), what)];
  },
};
