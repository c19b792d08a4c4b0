/** Names that loggers and teams give to the standard's fields, so that a finding can say which one to rename. It decides nothing. */
import type { Json, JsonObject } from '../../../harness/model/json.ts';
import type { StandardField } from '../../log-lines.ts';

/** Letters and digits only: `statusCode`, `status-code` and `StatusCode` are one name. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const others: { readonly [field in StandardField]: readonly string[] } = {
  timestamp: ['time', 'ts', 'datetime', 'date', 'asctime'],
  level: ['severity', 'lvl', 'loglevel', 'levelname'],
  service: ['servicename', 'provider'],
  operation: ['op', 'operationname', 'action'],
  request_id: ['reqid', 'xrequestid'],
  idempotency_key: ['idemkey', 'idempotency'],
  retry_attempt: ['attempt', 'attemptnumber', 'retry', 'retries', 'retrycount'],
  max_retries: ['maxattempts', 'retrylimit'],
  status_code: ['status', 'httpstatus', 'httpstatuscode'],
  error_code: ['errcode', 'code'],
  duration_ms: ['duration', 'responsetime', 'elapsed', 'elapsedms', 'latency', 'latencyms', 'took', 'tookms'],
  correlation_id: ['traceid', 'xcorrelationid'],
  user_id: ['user', 'uid'],
  rate_limit_remaining: ['remaining', 'xratelimitremaining'],
};

const numbers: ReadonlySet<StandardField> = new Set([
  'retry_attempt',
  'max_retries',
  'status_code',
  'duration_ms',
  'rate_limit_remaining',
]);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where these fields seem to say it: `statusCode`, or `res.statusCode` one level down. */
export function otherNameOf(field: StandardField, fields: JsonObject): string | undefined {
  const known = new Set([plain(field), ...others[field]]);
  const says = (name: string, value: Json | undefined) =>
    known.has(plain(name)) && (typeof value === 'number' || (typeof value === 'string' && !numbers.has(field)));
  for (const [name, value] of Object.entries(fields)) if (name !== field && says(name, value)) return name;
  for (const [outer, inner] of Object.entries(fields))
    if (isObject(inner))
      for (const [name, value] of Object.entries(inner)) if (says(name, value)) return `${outer}.${name}`;
  return undefined;
}
