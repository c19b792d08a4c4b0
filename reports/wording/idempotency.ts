/** Sentences about idempotency keys. */
import { aRequest, count, ms, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const sameKey: Wording = {
  message: (facts) =>
    `${aRequest(facts)} of ${told(facts.operation)} carried another idempotency key when the same user gave equal input again ${ms(facts.elapsedMs)} later.`,
  expected: () => 'The key of the first call.',
  observed: (facts) => `A different key ${ms(facts.elapsedMs)} later.`,
};

export const idempotencyWording: Record<string, Wording> = {
  'write-carries-idempotency-key': {
    message: (facts) =>
      `${aRequest(facts)} of ${told(facts.operation)} carried no idempotency key (${told(facts.without)} of ${count(facts.requests, 'request')}).`,
    expected: () => 'One key, made once per operation, on every state-changing request.',
    observed: (facts) => `${told(facts.without)} of ${count(facts.requests, 'request')} without a key.`,
  },
  'retry-keeps-idempotency-key': {
    message: (facts) =>
      `${aRequest(facts)} was sent ${count(facts.requests, 'time')} for one ${told(facts.operation)}, under ${count(facts.keys, 'different key')}.`,
    expected: () => 'The key of the first attempt on each of them.',
    observed: (facts) => `${count(facts.keys, 'key')} on ${count(facts.requests, 'equal request')}.`,
  },
  'operations-have-distinct-keys': {
    message: (facts) =>
      `${aRequest(facts)} of ${told(facts.operation)} used the idempotency key ${told(facts.key)}, which ${facts.sameCase === true ? 'another call of the same case' : 'a call of another case'} (${told(facts.other)}, ${facts.sameContent === true ? 'equal' : 'different'} content) used as well.`,
    expected: (facts) =>
      facts.mode === 'content' ? 'A key for each different content.' : 'A key for each call, never used again.',
    observed: (facts) => `The key ${told(facts.key)} twice.`,
  },
  'one-effect-per-operation': {
    message: (facts) =>
      `${told(facts.operation)} took effect ${count(facts.effects, 'time')}: the provider carried out ${told(facts.effects)} of ${count(facts.requests, 'equal request')} (${told(facts.request)}) from ${count(facts.calls, 'call')}.`,
    expected: () => "One effect in the provider's ledger.",
    observed: (facts) => `${count(facts.effects, 'effect')}, under ${count(facts.keys, 'key')}.`,
  },
  'replay-conflict-is-success': {
    message: (facts) =>
      facts.repeated === true
        ? `${aRequest(facts)} was sent yet again after the provider had answered that its key was used before.`
        : `${told(facts.operation)} failed because the provider answered that the key of its own earlier attempt was used before.`,
    expected: () => 'Success: the first attempt had arrived and been carried out.',
    observed: (facts) => (facts.repeated === true ? 'Another attempt.' : 'An error.'),
  },
  'new-key-is-uuid': {
    message: (facts) =>
      `${aRequest(facts)} of ${told(facts.operation)} carried the idempotency key ${told(facts.key)}.`,
    expected: () => 'A random UUID, as crypto.randomUUID() makes it.',
    observed: (facts) => `Its form: ${told(facts.form)}.`,
  },
  'content-key-is-stable': sameKey,
  'key-holds-for-24-hours': sameKey,
  'content-key-separates-users': {
    message: (facts) =>
      `${aRequest(facts)} of ${told(facts.operation)} carried the idempotency key of another user who had given equal input.`,
    expected: () => 'A key of its own for each user.',
    observed: () => 'One key for two users.',
  },
};
