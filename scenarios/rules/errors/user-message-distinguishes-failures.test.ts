import { expect, test } from 'vitest';
import { answers, failed, integrationError, perform, reply, request, trace } from '../../test-trace.ts';
import { userMessageDistinguishesFailures as rule } from './user-message-distinguishes-failures.ts';

const ended = (status: number, message: string, suggestion = 'Try later.') =>
  trace({ events: [perform(), request(), reply(status), failed(integrationError({ message, suggestion }))] });

test('different words for different failures hold, however often each is told', () => {
  const traces = [ended(401, 'Reconnect.'), ended(429, 'Paused.'), ended(503, 'Down.'), ended(503, 'Down.')];
  expect(answers(rule, ...traces)).toEqual([true]);
});

test('a suggestion of its own is a difference', () => {
  expect(answers(rule, ended(401, 'Not created.', 'Reconnect.'), ended(404, 'Not created.', 'Check it.'))).toEqual([
    true,
  ]);
});

test('one text for two kinds breaks it, and names them', () => {
  const traces = [ended(401, 'Something went wrong.'), ended(503, 'Something went wrong.'), ended(429, 'Paused.')];
  expect(answers(rule, ...traces)).toEqual([false]);
  const [finding] = rule.decide(traces.flatMap((each) => rule.observe(each)));
  expect(finding?.facts.kinds).toEqual(['auth-failed', 'service-unavailable']);
});

test('one kind only, kinds that ask the same of a user, and no message decide nothing', () => {
  expect(answers(rule, ended(503, 'Down.'), ended(500, 'Down.'))).toEqual([]);
  expect(answers(rule, ended(400, 'No.'), ended(403, 'No.'))).toEqual([]);
  expect(answers(rule, ended(401, ''), ended(503, ''))).toEqual([]);
});
