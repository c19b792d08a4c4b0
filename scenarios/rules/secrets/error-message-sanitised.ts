/** Providers repeat what they were sent ("Incorrect API key provided: ..."), and so does whoever logs their words. */
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself } from '../../observing.ts';
import { sentOf, statusOf } from '../webhook/sent.ts';
import { inLog, logEvents, whenItHasSecrets } from './sightings.ts';

/** A secret manager's good answer holds secrets too: that is no error text. */
const afterEcho = (trace: Trace): readonly Observation[] => {
  const echo = trace.events.find(
    (event) => event.type === 'reply' && event.reading.class !== 'success' && event.sightings.length > 0,
  );
  if (echo?.type !== 'reply') return [];
  const repeated = new Set(echo.sightings.map(({ secret }) => secret));
  const after = logEvents(trace).filter(({ seq }) => seq > echo.seq);
  return inLog(trace, after, ({ secret }) => repeated.has(secret));
};

/** What a verifier says of a signature may hold the secret that it verified with. */
const afterRefusal = (trace: Trace): readonly Observation[] => {
  const refused = sentOf(trace).find((sent) => (statusOf(sent) ?? 0) >= 400);
  const declared = new Set(trace.integration.secrets.map(({ name }) => name));
  if (refused === undefined) return [];
  const after = logEvents(trace).filter(({ seq }) => seq > refused.delivery.seq);
  return inLog(trace, after, ({ secret }) => declared.has(secret)).map(({ evidence, facts }) => ({
    evidence,
    facts: { ...facts, event: refused.delivery.event },
  }));
};

export const errorMessageSanitised: Rule = {
  id: 'error-message-sanitised',
  statement: 'A credential that an error text holds does not get into the log.',
  topic: 'secrets',
  card: {
    asks: 'Take credentials out of error messages before logging them.',
    tested:
      'The provider refuses a request and repeats its credential in the error text, and deliveries are turned away; the lines after it are searched.',
    fails: 'A line written after that holds the credential, whole, encoded or masked.',
    fix: 'Log the kind, status and code of the error; log the provider’s text only through a redactor.',
    source: 'STD-17-01 §1.3',
  },
  appliesTo: whenItHasSecrets,
  observe: (trace) => [...afterEcho(trace), ...afterRefusal(trace)],
  decide: eachByItself,
};
