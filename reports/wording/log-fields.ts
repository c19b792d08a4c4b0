/** Sentences about the fields of error lines. */
import type { JsonObject } from '../../harness/model/json.ts';
import { ms, theFailure, told } from './phrases.ts';
import type { Wording } from './wording.ts';

const reasons: { readonly [why: string]: string } = {
  missing: 'is missing',
  empty: 'is empty',
  'not-a-string': 'is not a string',
  'not-a-number': 'is not a number',
  'not-iso-8601': 'is not an ISO 8601 time',
  'not-utc': 'is not in UTC',
  'another-time': 'is more than a minute away from the failure',
  'another-word': 'is neither WARN nor ERROR',
  'another-service': 'names another service',
  'another-operation': 'names another operation',
  filler: 'names nothing',
  'shared-by-calls': 'is that of another call too',
  'another-key': 'is not the key that the request carried',
  'another-number': 'is another number',
  'another-status': 'is not the status that came back',
  'another-id': 'is not the id of the call',
  'another-user': 'is another user of this run',
  'not-in-body': 'stands nowhere in the body of the reply',
  'no-reply': 'is there although no reply came',
  'not-a-count': 'is not a whole number from 0 on',
  'too-high': 'counts more retries than there were',
  'too-low': 'counts fewer retries than there were',
  'too-short': 'is less than the request took',
  'too-long':
    'is more than had passed since the call when the request ended; the wait for the next attempt may be in it',
  negative: 'is negative',
};

const after = (facts: JsonObject): string =>
  facts.failure === undefined && facts.status === undefined ? '' : ` after ${theFailure(facts)}`;

const says = (field: string, { why, logged }: JsonObject): string =>
  `\`${field}\`${logged === undefined ? '' : ` (${told(logged)})`} ${reasons[String(why)] ?? 'is wrong'}`;

/** Under another name it would be there. */
const renamed = ({ instead }: JsonObject): string =>
  instead === undefined ? '' : `: the line calls it \`${told(instead)}\``;

const fieldWording = (field: string, wanted = (facts: JsonObject): string => told(facts.wanted)): Wording => ({
  message: (facts) =>
    `In the error line of ${told(facts.operation)}${after(facts)}, ${says(field, facts)}${renamed(facts)}.`,
  expected: (facts) => `\`${field}\`: ${wanted(facts)}`,
  observed: (facts) => (facts.why === 'missing' ? `No \`${field}\`.` : `\`${field}\`: ${told(facts.logged)}`),
});

const duration = ({ wanted, sinceCallMs, toleranceMs }: JsonObject): string =>
  wanted === sinceCallMs
    ? `${ms(wanted)}, give or take ${ms(toleranceMs)}`
    : `from ${ms(wanted)} (the request) to ${ms(sinceCallMs)} (the call), give or take ${ms(toleranceMs)}`;

export const logFieldsWording: Record<string, Wording> = {
  'log-timestamp': fieldWording('timestamp', ({ wanted }) => `about ${told(wanted)}, in this form`),
  'log-level': fieldWording('level'),
  'log-service': fieldWording('service'),
  'log-operation': fieldWording('operation'),
  'log-request-id': fieldWording('request_id'),
  'log-idempotency-key': fieldWording('idempotency_key'),
  'log-retry-attempt': fieldWording('retry_attempt'),
  'log-max-retries': fieldWording('max_retries'),
  'log-status-code': fieldWording('status_code'),
  'log-error-code': fieldWording('error_code'),
  'log-duration-ms': fieldWording('duration_ms', duration),
  'log-correlation-id': fieldWording('correlation_id'),
  'log-user-id': fieldWording('user_id'),
  'log-rate-limit-remaining': fieldWording('rate_limit_remaining'),
};
