/** Providers deliver at least once. Whoever acts on each delivery acts twice. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import {
  callsStruck,
  type Delivered,
  deliveredOf,
  isForged,
  isListed,
  isStale,
  mostEffects,
  sentEvents,
  sentFacts,
  whenEffectsShow,
} from './sent.ts';

/** The work was cut off or its reply lost, and a provider that knows no keys carries a repeated call out again: nobody can help that. */
const isUnavoidable = (trace: Trace, { action, effects }: Delivered): boolean =>
  (callsStruck(trace, action).length > 0 ||
    trace.events.some((event) => event.type === 'exit' && event.why === 'planned')) &&
  effects.some(
    ({ source, provider }) =>
      source === 'ledger' &&
      trace.integration.providers.some(({ id, idempotency }) => id === provider && idempotency === 'none'),
  );

type Sent = Delivered['sends'][number];

/** What was known only in memory was forgotten in between. */
const wasRestarted = (trace: Trace, first: Sent, again: Sent): boolean =>
  trace.events.some(({ type, seq }) => type === 'exit' && seq > first.delivery.seq && seq < again.delivery.seq);

const judge = (trace: Trace, delivered: Delivered): readonly Observation[] => {
  const { sends, effects } = delivered;
  const again = sends.find(({ delivery }, index) =>
    sends.some((other, before) => before < index && other.delivery.deliveryId === delivery.deliveryId),
  );
  if (again === undefined || !isListed(trace, again.delivery)) return [];
  if (sends.some(({ delivery }) => isForged(delivery) || isStale(delivery))) return [];
  const most = mostEffects(delivered);
  // With none there is nothing to be doubled; that it is lost is for another rule to say.
  if (effects.length === 0 || isUnavoidable(trace, delivered)) return [];
  const first = sends[0] ?? again;
  const facts = {
    ...sentFacts(again),
    deliveries: sends.length,
    effects: effects.length,
    most,
    apartMs: again.delivery.at - first.delivery.at,
    ...(wasRestarted(trace, first, again) ? { restarted: true } : {}),
  };
  return [observed(trace, effects.length <= most, facts, [...sentEvents(...sends), ...effects])];
};

export const duplicateHasOneEffect: Rule = {
  id: 'duplicate-has-one-effect',
  statement: 'An event that is delivered more than once has its effect once.',
  topic: 'webhook',
  card: {
    asks: 'Remember for 24 hours, beyond a restart, which deliveries were handled, and do nothing for one that comes again.',
    tested:
      "The same delivery comes at once, at the same time, after the endpoint was restarted, shortly before 24 hours have passed, with the provider's last redelivery, and after a sender that hung up. Effects are counted in the provider's ledger or by the probe `effects`. Beyond 24 hours a second effect is allowed, and after a restart also at a provider that takes no idempotency key.",
    fails: 'More than one effect.',
    fix: 'Insert the delivery id under a unique key in a durable store, in one transaction with the work, or give calls an idempotency key made from it.',
    source: 'STD-17-01 §3.6, §4.3',
  },
  appliesTo: whenEffectsShow,
  observe: (trace) => deliveredOf(trace).flatMap((delivered) => judge(trace, delivered)),
  decide: eachByItself,
};
