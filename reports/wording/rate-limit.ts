/** Sentences about rate limits. */
import type { JsonObject } from '../../harness/model/json.ts';
import { aRequest, count, ms, theFailure, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const asForm: { readonly [form: string]: string } = {
  seconds: 'Retry-After in seconds',
  'http-date': 'Retry-After as HTTP-date',
  milliseconds: 'a header in milliseconds',
  provider: "the provider's own header",
};

const asking = ({ askedMs, form }: JsonObject): string =>
  `that asked to wait ${ms(askedMs)} (${asForm[told(form)] ?? told(form)})`;

const tooEarly: Wording = {
  message: (facts) =>
    `${aRequest(facts)} was sent again ${ms(facts.waitedMs)} after ${theFailure(facts)} ${asking(facts)}.`,
  expected: (facts) =>
    `The next attempt after ${ms(facts.askedMs)} or later; or none, if that is above the longest delay.`,
  observed: (facts) => `The next attempt after ${ms(facts.waitedMs)}.`,
};

export const rateLimitWording: Record<string, Wording> = {
  'rate-limit-detected': {
    message: (facts) =>
      facts.became === 'success'
        ? `${aRequest(facts)} was refused by ${theFailure(facts)}, and ${told(facts.operation)} was reported as done.`
        : `${aRequest(facts)} was refused by ${theFailure(facts)}, and ${told(facts.operation)} failed with ${told(facts.code)}, as if for good.`,
    expected: () =>
      'Another attempt, an entry in the dead letter queue, a notification, or an error that is retryable or says RATE_LIMITED.',
    observed: (facts) =>
      facts.became === 'success' ? 'Success.' : `An error with ${told(facts.code)}, not retryable.`,
  },
  'retry-after-honoured': tooEarly,
  'retry-after-honoured-on-server-error': tooEarly,
  'reset-time-honoured': tooEarly,
  'remaining-tracked': {
    message: (facts) =>
      `${told(facts.provider)} had said that no request is left for ${ms(facts.resetInMs)}, and ${told(facts.operation)} was sent ${ms(facts.afterMs)} after it was asked for; so it was in all ${count(facts.cases, 'case')}, and no log line carries the number.`,
    expected: () =>
      'In at least one case a wait, a refusal by the integration itself, or a log line with the remaining quota.',
    observed: (facts) => `The next operation left after ${ms(facts.afterMs)}.`,
  },
  'batch-paced': {
    message: (facts) =>
      `${told(facts.operation)} sent ${count(facts.sent, 'further request')} after ${told(facts.provider)} had said that ${told(facts.remaining)} are left for the next ${ms(facts.resetInMs)}.`,
    expected: (facts) => `At most ${count(facts.remaining, 'request')} in these ${ms(facts.resetInMs)}.`,
    observed: (facts) => `${count(facts.sent, 'request')}.`,
  },
  'user-notified-of-rate-limit': {
    message: (facts) =>
      `${told(facts.operation)} was ended by ${theFailure(facts)}, and the user was told ${told(facts.code)}.`,
    expected: (facts) =>
      facts.hasProbe === true
        ? 'A notification, or an error with the code RATE_LIMITED.'
        : 'An error with the code RATE_LIMITED (or a notification, seen through `notifications` of the contract).',
    observed: (facts) => `${told(facts.code)} and ${count(facts.notifications, 'notification')}.`,
  },
};
