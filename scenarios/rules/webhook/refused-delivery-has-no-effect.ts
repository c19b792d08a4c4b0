/** Refusing comes before working: what cannot be trusted changes nothing, whatever it is answered. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed } from '../../observing.ts';
import { deliveredOf, isForged, mostEffects, sentEvents, sentFacts, whenEffectsShow } from './sent.ts';

export const refusedDeliveryHasNoEffect: Rule = {
  id: 'refused-delivery-has-no-effect',
  statement: 'A delivery whose signature is wrong has no effect.',
  topic: 'webhook',
  card: {
    asks: 'Verify a delivery before any work is begun for it.',
    tested:
      "Every kind of wrong signature. Effects are counted in the provider's ledger and in what the probe `effects` returns; that this shows effects at all is seen from good deliveries.",
    fails: 'Something was changed after such a delivery.',
    fix: 'Await the verification, and return when it fails, before the event is queued or handled.',
    source: 'STD-17-01 §3.6',
  },
  appliesTo: whenEffectsShow,
  observe: (trace) =>
    deliveredOf(trace).flatMap((delivered) => {
      const { sends, effects } = delivered;
      const forged = sends.find(({ delivery }) => isForged(delivery));
      if (forged === undefined) return effects.length > 0 ? [observed(trace, true, { control: true }, effects)] : [];
      const most = mostEffects(delivered);
      const facts = { ...sentFacts(forged), effects: effects.length, most, control: false };
      return [observed(trace, effects.length <= most, facts, [...sentEvents(...sends), ...effects])];
    }),
  // That nothing was seen counts only where something can be seen.
  decide: (observations) => {
    const judged = observations.filter(({ facts }) => facts.control !== true);
    const isVisible = judged.length < observations.length;
    return eachByItself(judged.filter(({ facts }) => facts.held !== true || isVisible));
  },
};
