/** Sentences about webhook deliveries. */
import type { JsonObject } from '../../harness/model/json.ts';
import { count, ms, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const nothing: { readonly [answer: string]: string } = {
  none: 'no answer',
  reset: 'a connection that was reset',
  refused: 'a refused connection',
  left: 'an answer that the sender did not wait for',
};

/** `401`, `no answer`. */
const theAnswer = ({ answer, status }: JsonObject): string =>
  answer === 'answered' ? `status ${told(status)}` : (nothing[told(answer)] ?? told(answer));

/** `A delivery of Issue.create (signature of 31 bytes)`. */
const aDelivery = ({ event, what }: JsonObject): string => `A delivery of ${told(event)} (${told(what)})`;

const answered = (expected: string): Wording => ({
  message: (facts) => `${aDelivery(facts)} got ${theAnswer(facts)}.`,
  expected: () => expected,
  observed: (facts) => `The endpoint's answer was ${theAnswer(facts)}.`,
});

const inTime: Wording = {
  message: (facts) =>
    `${aDelivery(facts)} got ${theAnswer(facts)} after ${ms(facts.afterMs)}${facts.downstream === 'hangs' ? ' while the downstream provider hung' : ''}.`,
  expected: (facts) => `2xx within ${ms(facts.limitMs)}, whatever the work takes.`,
  observed: (facts) => `It was ${theAnswer(facts)}, ${ms(facts.afterMs)} after the delivery.`,
};

/** `the expected signature`, `LINEAR_WEBHOOK_SECRET`. */
const theSecret = ({ secret }: JsonObject): string =>
  secret === 'expected signature' ? 'the signature that was expected' : told(secret);

const effects = (facts: JsonObject): string => count(facts.effects, 'effect');

export const webhookWording: Record<string, Wording> = {
  'good-delivery-accepted': answered('2xx for every delivery that the provider signed.'),
  'bad-signature-refused': answered('4xx, such as 401.'),
  'signature-over-raw-body': answered('4xx: the signature is not that of the bytes that were sent.'),
  'duplicate-acknowledged': answered('2xx, as for the first delivery, so that the provider stops.'),
  'refused-delivery-has-no-effect': {
    message: (facts) => `${aDelivery(facts)} had ${effects(facts)}.`,
    expected: (facts) =>
      facts.most === 0 ? 'No effect.' : `At most ${count(facts.most, 'effect')}, of what was rightly signed.`,
    observed: (facts) => `${effects(facts)}, and the answer was ${theAnswer(facts)}.`,
  },
  'refusal-does-not-crash': {
    message: (facts) =>
      facts.exit === undefined
        ? `${aDelivery(facts)} got ${theAnswer(facts)}.`
        : `${aDelivery(facts)} ended the process (${told(facts.exit)}).`,
    expected: () => 'An answer, and a process that goes on.',
    observed: (facts) =>
      facts.exit === undefined ? `The endpoint gave ${theAnswer(facts)}.` : `The process ended: ${told(facts.exit)}.`,
  },
  'refusal-keeps-secrets': {
    message: (facts) =>
      `After a bad delivery (${told(facts.what)}) ${facts.where === 'answer' ? 'the answer' : 'a log line'} holds ${theSecret(facts)}.`,
    expected: () => 'Neither a secret nor the signature that would have been right.',
    observed: (facts) => `It held ${theSecret(facts)}, replaced by its name in this report.`,
  },
  'stale-delivery-refused': {
    message: (facts) =>
      `A delivery of ${told(facts.event)} that was signed ${ms(facts.ageMs)} ago got ${theAnswer(facts)} and had ${effects(facts)}.`,
    expected: () => '4xx and no effect for whatever was signed more than five minutes ago.',
    observed: (facts) => `The answer was ${theAnswer(facts)}, with ${effects(facts)}.`,
  },
  'fresh-delivery-accepted': {
    message: (facts) =>
      `A delivery of ${told(facts.event)} that was signed ${ms(facts.ageMs)} ago got ${theAnswer(facts)}; the contract tolerates ${ms(facts.toleranceMs)}.`,
    expected: (facts) => `2xx up to an age of ${ms(facts.toleranceMs)}.`,
    observed: (facts) => `The answer was ${theAnswer(facts)}.`,
  },
  'duplicate-has-one-effect': {
    message: (facts) =>
      `One event (${told(facts.event)}) that was delivered ${count(facts.deliveries, 'time')}${facts.apartMs === 0 ? '' : `, ${ms(facts.apartMs)} apart,`}${facts.restarted === true ? ' with a restart in between' : ''} had ${effects(facts)}.`,
    expected: (facts) => `At most ${count(facts.most, 'effect')}.`,
    observed: (facts) => `${effects(facts)}.`,
  },
  'delivery-answered-in-time': inTime,
  'delivery-answered-before-provider-gives-up': inTime,
  'acknowledged-work-completes': {
    message: (facts) =>
      `${aDelivery(facts)} was acknowledged with status ${told(facts.status)}, and its work was lost${facts.restarted === true ? ' when the process was started again' : facts.downstream === 'well' ? '' : ` after ${told(facts.downstream)} downstream`}.`,
    expected: (facts) => `${count(facts.events, 'effect')}, or a dead letter for what could not be done.`,
    observed: (facts) => `${effects(facts)} and ${count(facts.deadLetters, 'dead letter')}.`,
  },
  'webhook-secret-from-environment': {
    message: (facts) =>
      `${count(facts.refused, 'case')} had deliveries signed with the value of ${told(facts.variable)} refused, none was accepted, and nothing read the variable.`,
    expected: () => 'The value of the declared variable, which is made anew for each run, verifies deliveries.',
    observed: () => 'Another secret, or none that works.',
  },
  'comparison-is-timing-safe': {
    message: () => 'Signatures were compared in a time that depends on them.',
    expected: () => 'A comparison made for it, such as crypto.timingSafeEqual.',
    observed: () => 'Another comparison.',
  },
  'unknown-event-ignored': {
    message: (facts) => `${aDelivery(facts)} got ${theAnswer(facts)} and had ${effects(facts)}.`,
    expected: () => 'No server error and no effect.',
    observed: (facts) => `The answer was ${theAnswer(facts)}, with ${effects(facts)}.`,
  },
  'out-of-order-survived': {
    message: (facts) => `${aDelivery(facts)} got ${theAnswer(facts)}, and both together had ${effects(facts)}.`,
    expected: (facts) => `No server error, 2xx for the creation, and at most ${count(facts.most, 'effect')}.`,
    observed: (facts) => `The answer was ${theAnswer(facts)}, with ${effects(facts)}.`,
  },
};
