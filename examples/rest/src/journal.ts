/** The log: JSON lines on stdout with the fields of STD-17-01 Part 2, and nothing that came from outside. */

export type Level = 'INFO' | 'WARN' | 'ERROR';

export interface Entry {
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
  /** A word of our own. */
  readonly outcome: string;
}

export function write(level: Level, entry: Entry): void {
  const line = { timestamp: new Date().toISOString(), level, service: 'crm', ...entry };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
