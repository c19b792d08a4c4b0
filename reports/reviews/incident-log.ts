/**
 * A log of production, read for a review. It may hold real secrets and real people, so nothing of its free text is
 * taken: only the standard's own fields (STD-17-01 §2), and of those only what has the shape of a name or a number.
 */

export interface IncidentLine {
  /** Counts from 1. */
  readonly line: number;
  /** ISO 8601, in UTC. */
  readonly at?: string;
  readonly level?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  readonly operation?: string;
  readonly statusCode?: number;
  readonly errorCode?: string;
  readonly retryAttempt?: number;
  readonly maxRetries?: number;
  /** Mandatory fields that it lacks. */
  readonly missing: readonly string[];
}

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
const mandatory = ['timestamp', 'level', 'service', 'operation', 'request_id'] as const;

/** One spelling throughout and few digits: keys and tokens mix cases, or are full of digits. */
const name = /^(?:[a-z0-9]+(?:[_.-][a-z0-9]+)*|[A-Z0-9]+(?:[_.-][A-Z0-9]+)*|[a-z]+(?:[A-Z][a-z]+)+|(?:[A-Z][a-z]+)+)$/;
const longestName = 40;
const mostDigits = 4;

const nameOf = (value: unknown): string | undefined =>
  typeof value === 'string' &&
  value.length <= longestName &&
  name.test(value) &&
  value.replace(/\D/g, '').length <= mostDigits
    ? value
    : undefined;

const wholeNumber = (value: unknown, most: number): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : undefined;

const instant = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return undefined;
  const parsed = new Date(value);
  return Number.isNaN(parsed.getTime()) ? undefined : parsed.toISOString();
};

const objectOf = (text: string): { readonly [field: string]: unknown } | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

const read = (text: string, line: number): IncidentLine | undefined => {
  const fields = objectOf(text);
  if (fields === undefined) return undefined;
  const at = instant(fields.timestamp);
  const level = levels.find((each) => each === String(fields.level).toUpperCase());
  const operation = nameOf(fields.operation);
  const statusCode = wholeNumber(fields.status_code, 599);
  const errorCode = nameOf(fields.error_code);
  const retryAttempt = wholeNumber(fields.retry_attempt, 1000);
  const maxRetries = wholeNumber(fields.max_retries, 1000);
  return {
    line,
    ...(at !== undefined && { at }),
    ...(level !== undefined && { level }),
    ...(operation !== undefined && { operation }),
    ...(statusCode !== undefined && { statusCode }),
    ...(errorCode !== undefined && { errorCode }),
    ...(retryAttempt !== undefined && { retryAttempt }),
    ...(maxRetries !== undefined && { maxRetries }),
    missing: mandatory.filter((field) => fields[field] === undefined),
  };
};

export interface IncidentLog {
  readonly lines: readonly IncidentLine[];
  /** How many lines are no JSON objects and were left out. */
  readonly unread: number;
}

export const readIncidentLog = (text: string): IncidentLog => {
  const all = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]));
  const lines = all.flatMap(({ line, number }) => read(line, number) ?? []);
  const byTime = lines.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
  return { lines: lines.every(({ at }) => at !== undefined) ? byTime : lines, unread: all.length - lines.length };
};

export const isFailure = ({ level, statusCode }: IncidentLine): boolean =>
  level === 'WARN' || level === 'ERROR' || (statusCode ?? 0) >= 400;

/** Only what was taken: `2026-11-23T10:00:00.000Z ERROR create_task 503 UNAVAILABLE, retry 3 of 3 (line 7)`. */
export const lineText = (line: IncidentLine): string => {
  const retry =
    line.retryAttempt === undefined
      ? ''
      : `, retry ${line.retryAttempt}${line.maxRetries === undefined ? '' : ` of ${line.maxRetries}`}`;
  const parts = [
    line.at ?? 'no time',
    line.level ?? 'no level',
    line.operation ?? '',
    line.statusCode ?? '',
    line.errorCode ?? '',
  ];
  return `${parts.filter((part) => part !== '').join(' ')}${retry} (line ${line.line})`;
};
