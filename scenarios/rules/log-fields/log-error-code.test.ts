import { expect, test } from 'vitest';
import { answers, reply, silence } from '../../test-trace.ts';
import { failedOnce, renamed, unlogged } from './failed-once.ts';
import { logErrorCode } from './log-error-code.ts';

const body = JSON.stringify({ errors: [{ extensions: { code: 'RATELIMITED', type: 'ratelimited' } }] });
const refusal = [reply(400, { class: 'rate-limited', errorCode: 'RATELIMITED', body })];
const holds = (error_code: string | number | null) =>
  answers(logErrorCode, failedOnce({ error_code }, { ends: refusal }));

test('the code of the body holds, also in another spelling of it', () => {
  for (const code of ['RATELIMITED', 'ratelimited', 'Rate_Limited']) expect(holds(code)).toEqual([true]);
});

test('none, one that the provider did not send, a number and another name for the field break it', () => {
  for (const code of [null, 'ERR_UNKNOWN', '', 429]) expect(holds(code)).toEqual([false]);
  const other = { error_code: null, code: 'RATELIMITED' };
  expect(answers(logErrorCode, failedOnce(other, { ends: refusal }))).toEqual([false]);
  expect(renamed('error_code', 'code')).toMatchObject({ error_code: null });
});

test('without a code in the body, or without a reply, it may say what it likes', () => {
  for (const ends of [[reply(503)], [silence()]])
    for (const error_code of [null, 'ECONNRESET'])
      expect(answers(logErrorCode, failedOnce({ error_code }, { ends }))).toEqual([]);
});

test('a failure that nobody logged says nothing', () => {
  expect(answers(logErrorCode, unlogged)).toEqual([]);
});
