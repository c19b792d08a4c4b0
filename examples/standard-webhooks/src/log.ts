/** One JSON line for each delivery, in the field names of STD-17-01 Part 2. Nothing that was sent is ever logged. */
import { randomUUID } from 'node:crypto';

export interface Line {
  readonly level: 'INFO' | 'WARN' | 'ERROR';
  readonly message: string;
  readonly delivery?: string | undefined;
  readonly status: number;
  readonly tookMs: number;
}

export type Log = (line: Line) => void;

export const createLog =
  (service: string): Log =>
  ({ level, message, delivery, status, tookMs }) => {
    const line = {
      timestamp: new Date().toISOString(),
      level,
      service,
      operation: 'receive_webhook',
      request_id: randomUUID(),
      idempotency_key: delivery,
      status_code: status,
      duration_ms: tookMs,
      message,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
