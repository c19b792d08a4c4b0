/**
 * One JSON line for each attempt, in the field names of STD-17-01 Part 2. Nothing that Linear or a user wrote is ever
 * logged: no error text (it may repeat a credential), no request body, no title.
 */
import { pino } from 'pino';

/** What a line may say. A closed list, so that nothing else gets in by accident. */
export interface LogFields {
  readonly operation: string;
  readonly request_id: string;
  readonly correlation_id: string;
  readonly user_id: string;
  readonly idempotency_key?: string | undefined;
  readonly retry_attempt: number;
  readonly max_retries: number;
  readonly status_code?: number | undefined;
  readonly error_code?: string | undefined;
  readonly duration_ms: number;
  readonly rate_limit_remaining?: number | undefined;
  /** Our own word for what happened: `timeout`, `rate-limited`. */
  readonly reason?: string | undefined;
}

export interface Log {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

export const createLog = (): Log =>
  pino({
    base: { service: 'linear' },
    messageKey: 'message',
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label.toUpperCase() }) },
  });
