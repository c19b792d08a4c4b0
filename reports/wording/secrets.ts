/** Sentences about secrets, bodies and personal data. */
import type { JsonObject } from '../../harness/model/json.ts';
import { aRequest, count, theFailure, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const forms: { readonly [form: string]: string } = {
  plain: 'as it is',
  url: 'URL-encoded',
  hex: 'in hex',
  base64: 'in base64',
  json: 'JSON-escaped',
  masked: 'in part, beside a mask',
  split: 'in pieces',
};

const inForm = ({ form }: JsonObject): string => (typeof form === 'string' ? (forms[form] ?? form) : 'in some form');

const inLog = (expected: string): Wording => ({
  message: (facts) => `A line on ${told(facts.stream)} holds ${told(facts.secret)} ${inForm(facts)}.`,
  expected: () => expected,
  observed: (facts) => `${told(facts.secret)} ${inForm(facts)}, replaced by its name in this report.`,
});

const inRequest = (where: string, expected: string): Wording => ({
  message: (facts) => `${aRequest(facts)} to ${told(facts.provider)} holds ${told(facts.secret)} in its ${where}.`,
  expected: () => expected,
  observed: (facts) => `${told(facts.secret)} ${inForm(facts)}.`,
});

const places: { readonly [place: string]: string } = {
  error: 'The error that the caller got',
  value: 'The value that the caller got',
  answer: 'The answer to a delivery that was turned away',
  deadLetters: 'A dead letter',
  notifications: 'A notification',
  alerts: 'An alert',
};

export const secretsWording: Record<string, Wording> = {
  'secret-from-environment': {
    message: (facts) =>
      `${aRequest(facts)} to ${told(facts.provider)} carries a credential that is not in the environment.`,
    expected: () => 'The value of the declared variable, which is made anew for each run.',
    observed: () => 'Another credential.',
  },
  'secret-not-in-url': inRequest('URL', 'The credential in a header, and no secret in the URL.'),
  'secret-not-in-request-body': inRequest(
    'body',
    'The credential in a header; or, where the provider takes it nowhere else, the operation in `secretCarriers`.',
  ),
  'secret-not-logged': inLog('No secret in any line, not even eight characters of one.'),
  'masked-secret-not-logged': inLog('No part of a secret, however much of it is masked.'),
  'oauth-token-not-logged': inLog('No token in any line, not even in part.'),
  'error-message-sanitised': {
    message: (facts) =>
      facts.event === undefined
        ? `The provider repeated ${told(facts.secret)} in its error text, and a line on ${told(facts.stream)} repeats it ${inForm(facts)}.`
        : `A delivery of ${told(facts.event)} was turned away, and a line on ${told(facts.stream)} then holds ${told(facts.secret)} ${inForm(facts)}.`,
    expected: () => 'The kind, status and code of the error, or its text without the credential.',
    observed: (facts) => `${told(facts.secret)} ${inForm(facts)}, replaced by its name in this report.`,
  },
  'secret-not-in-user-error': {
    message: (facts) =>
      `${places[String(facts.place)] ?? told(facts.place)} holds ${told(facts.secret)} ${inForm(facts)}.`,
    expected: () => 'No secret in anything that is told to somebody or kept in a queue.',
    observed: (facts) => `${told(facts.secret)} ${inForm(facts)}, replaced by its name in this report.`,
  },
  'certificate-is-verified': {
    message: (facts) =>
      `A connection to ${told(facts.provider)} presented ${theFailure(facts)}, and something was sent over it.`,
    expected: () => 'The connection ended unused, and the call failed.',
    observed: () => 'Data over the connection, which was cut off unread.',
  },
  'request-body-not-logged': {
    message: (facts) =>
      `A log line holds most of the body of ${facts.event === undefined ? aRequest(facts).replace(/^A /, 'a ') : `a delivery of ${told(facts.event)}`}.`,
    expected: () => 'Fields by name, such as those of the standard; no body, no input object.',
    observed: (facts) => `Most of a body of ${count(facts.characters, 'character')}.`,
  },
  'personal-data-not-logged': {
    message: (facts) =>
      `An error line of ${told(facts.operation)} holds what the contract declares to be personal: ${told(list(facts))}.`,
    expected: () => 'Ids only.',
    observed: (facts) => `The value of ${told(list(facts))}.`,
  },
};

function list({ paths }: JsonObject): string {
  return Array.isArray(paths) ? paths.join(', ') : '';
}
