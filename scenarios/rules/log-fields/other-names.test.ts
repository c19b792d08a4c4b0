import { expect, test } from 'vitest';
import { answers, logLine } from '../../test-trace.ts';
import { failedOnce, renamed } from './failed-once.ts';
import { logStatusCode } from './log-status-code.ts';
import { logTimestamp } from './log-timestamp.ts';
import { otherNameOf } from './other-names.ts';

test("what pino and winston call a field is found, also within the fields' objects", () => {
  expect(otherNameOf('timestamp', { level: 40, time: 1_769_342_400_000 })).toBe('time');
  expect(otherNameOf('status_code', { res: { statusCode: 503 }, responseTime: 12 })).toBe('res.statusCode');
  expect(otherNameOf('duration_ms', { res: { statusCode: 503 }, responseTime: 12 })).toBe('responseTime');
  expect(otherNameOf('request_id', { reqId: 'req-1' })).toBe('reqId');
  expect(otherNameOf('retry_attempt', { Attempt: 0 })).toBe('Attempt');
});

test('what says nothing, or something else, is no other name', () => {
  expect(otherNameOf('status_code', { status: 'failed' })).toBeUndefined();
  expect(otherNameOf('status_code', { status_code: null, statusText: 'busy', status: null })).toBeUndefined();
  expect(otherNameOf('user_id', { user: { email: 'ada@example.com' } })).toBeUndefined();
});

test('a finding says which name the line has instead', () => {
  const found = (rule: typeof logStatusCode, trace: ReturnType<typeof failedOnce>) =>
    rule.decide(rule.observe(trace)).map(({ facts }) => facts.instead);
  expect(found(logStatusCode, failedOnce(renamed('status_code', 'statusCode')))).toEqual(['statusCode']);
  expect(found(logTimestamp, failedOnce(renamed('timestamp', 'time')))).toEqual(['time']);
  expect(found(logStatusCode, failedOnce({ ...logLine(), status_code: null }))).toEqual([undefined]);
  expect(answers(logStatusCode, failedOnce(renamed('status_code', 'statusCode')))).toEqual([false]);
});
