/**
 * One JSON line for each attempt, in the field names of STD-17-01 Part 2. Nothing that Anthropic or a user wrote is ever
 * logged: no prompt, no answer, no error text.
 */
export interface LogFields {
  readonly operation: string;
  readonly request_id: string;
  readonly correlation_id: string;
  readonly user_id: string;
  readonly retry_attempt: number;
  readonly max_retries: number;
  readonly status_code?: number | undefined;
  readonly error_code?: string | undefined;
  readonly duration_ms: number;
  readonly rate_limit_remaining?: number | undefined;
  /** Our own word for what happened. */
  readonly reason?: string | undefined;
}

export function write(level: 'INFO' | 'WARN' | 'ERROR', fields: LogFields, message: string): void {
  const line = { timestamp: new Date().toISOString(), level, service: 'anthropic', message, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
