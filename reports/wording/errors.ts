/** Sentences about the errors that callers get. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { theFailure, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const after = (facts: JsonObject): string =>
  facts.failure === undefined && facts.status === undefined ? '' : ` after ${theFailure(facts)}`;

const endings: { readonly [ending: string]: (facts: JsonObject) => string } = {
  thrown: (facts) => `threw ${told(facts.name)}`,
  ok: () => 'said ok',
  stuck: () => 'never settled: nothing was heard of it any more, as when no timer of its own runs',
  'virtual-time-limit': () => 'did not settle within the time limit',
  'step-limit': () => 'did not settle within the limit of steps',
  watchdog: () => 'blocked the process',
  exit: () => 'ended the process',
  'crash-later': () => 'ended the process in the background, after it had been answered',
};

const ending = (facts: JsonObject): string => endings[String(facts.ending)]?.(facts) ?? told(facts.ending);

const listed = (value: Json | undefined, glue: string): string =>
  Array.isArray(value) ? value.map((entry: Json) => told(entry)).join(glue) : told(value);

const commonError: Wording = {
  message: (facts) => {
    const wrong = [
      ...(facts.codeFits === false ? [`code ${told(facts.code)}`] : []),
      ...(facts.messageFits === false ? [`message "${told(facts.message)}"`] : []),
    ].join(' and ');
    return `${told(facts.operation)} failed${after(facts)} with ${wrong}, which are not those of Appendix C.`;
  },
  expected: ({ wantedCode, sentence }) =>
    `Code ${told(wantedCode)} (or one that ends in _${told(wantedCode)}) and the message "${told(sentence)}"`,
  observed: ({ code, message }) => `Code ${told(code)}, message "${told(message)}".`,
};

export const errorsWording: Record<string, Wording> = {
  'failure-is-returned': {
    message: (facts) =>
      facts.ending === 'ok'
        ? `${told(facts.operation)} said ok${after(facts)}, although nothing had been done.`
        : `${told(facts.operation)} ${ending(facts)}${after(facts)}.`,
    expected: () => 'The call resolves to `{ ok: false, error }`.',
    observed: (facts) => `It ${ending(facts)}.${facts.text ? ` ${told(facts.text)}` : ''}`,
  },
  'error-has-standard-form': {
    message: (facts) => `In the error of ${told(facts.operation)}, ${listed(facts.problems, '; ')}.`,
    expected: () =>
      '`code`, `message` and `suggestion` as texts, `retryable` as a boolean, `retryAfter` in seconds if any.',
    observed: (facts) => `${listed(facts.problems, '; ')}.`,
  },
  'retryable-matches-failure': {
    message: (facts) =>
      `${told(facts.operation)} failed${after(facts)} and its error says retryable ${told(facts.retryable)}.`,
    expected: (facts) => `retryable ${told(facts.wanted)}.`,
    observed: (facts) => `retryable ${told(facts.retryable)}.`,
  },
  'auth-failed-error': commonError,
  'rate-limited-error': commonError,
  'service-unavailable-error': commonError,
  'not-found-error': commonError,
  'permission-denied-error': commonError,
  'invalid-request-error': commonError,
  'user-message-non-technical': {
    message: (facts) =>
      `What ${told(facts.operation)} tells its user holds ${told(facts.kind)}: "${told(facts.found)}".`,
    expected: () => 'A sentence in the words of the user, chosen by the kind of failure.',
    observed: (facts) => `"${told(facts.message)}" / "${told(facts.suggestion)}"`,
  },
  'user-message-distinguishes-failures': {
    message: (facts) => `One and the same text is told for ${listed(facts.kinds, ' and ')}: "${told(facts.message)}".`,
    expected: () => 'A text for each kind of failure that says what is to be done about it.',
    observed: (facts) => `"${told(facts.message)}" / "${told(facts.suggestion)}"`,
  },
};
