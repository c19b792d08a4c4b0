import { expect, test } from 'vitest';
import { ContractError } from '../ports/errors.ts';
import { entriesOf, httpCall, resultOf } from './http-operation.ts';

const call = {
  operation: 'rename',
  input: { id: 'a/b', owner: { email: 'ada@example.com' }, tags: ['x'], note: null },
  user: 'ada',
  correlationId: 'c-1',
};
const textOf = (body: Uint8Array): string => Buffer.from(body).toString();
const answered = (status: number, body: unknown) => ({
  kind: 'answered' as const,
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

test('an input goes into path, body and headers as the contract says', () => {
  const { method, path, message } = httpCall(
    {
      method: 'PUT',
      path: '/tasks/{id}?by={@user}',
      body: {
        to: '{owner.email}',
        tags: '{tags}',
        note: '{note}',
        missing: '{nothing}',
        text: 'for {@user}: {tags}',
        keep: '{ "a": 1 }',
      },
    },
    { 'X-Correlation-Id': '{@correlationId}' },
    call,
  );
  expect([method, path]).toEqual(['PUT', '/tasks/a%2Fb?by=ada']);
  expect(message.headers).toMatchObject({ 'X-Correlation-Id': 'c-1', 'Content-Type': 'application/json' });
  expect(JSON.parse(textOf(message.body))).toEqual({
    to: 'ada@example.com',
    tags: ['x'],
    note: null,
    text: 'for ada: ["x"]',
    keep: '{ "a": 1 }',
  });
});

test('the whole input is the body unless told, and a GET has none', () => {
  expect(JSON.parse(textOf(httpCall({ method: 'POST', path: '/' }, {}, call).message.body))).toEqual(call.input);
  expect(textOf(httpCall({ method: 'GET', path: '/' }, {}, call).message.body)).toBe('');
});

test('a path that names no field of the input is the contract’s mistake', () => {
  expect(() => httpCall({ method: 'GET', path: '/{idd}' }, {}, call)).toThrow(ContractError);
  expect(() => httpCall({ method: 'GET', path: '/{idd}' }, {}, call)).toThrow(/operations\.rename\.http.*\{idd\}/);
});

test('an answer becomes a value, a user-facing error, or something unexpected', () => {
  const operation = { method: 'POST', path: '/', value: '/task', error: '/problem/0' } as const;
  const error = { code: 'NOT_FOUND', message: 'm', suggestion: 's', retryable: false };
  expect(resultOf(operation, answered(201, { task: 7 }))).toEqual({ kind: 'ok', value: 7 });
  expect(resultOf(operation, answered(404, { problem: [error] }))).toEqual({ kind: 'error', error });
  expect(resultOf(operation, answered(500, '<h1>Oops</h1>'))).toMatchObject({
    kind: 'thrown',
    name: 'Answered500',
    message: expect.stringContaining('<h1>Oops</h1>'),
  });
  expect(resultOf(operation, answered(200, '\u0000\u0001'))).toMatchObject({ kind: 'thrown', name: 'Answered200' });
  expect(resultOf({ method: 'POST', path: '/', success: [404] }, answered(404, ''))).toEqual({
    kind: 'ok',
    value: null,
  });
  expect(resultOf({ method: 'POST', path: '/', success: [404] }, answered(200, {}))).toMatchObject({ kind: 'thrown' });
});

test('a probe answers with a list or says in the contract’s words what is wrong', () => {
  expect(entriesOf('alerts', { path: '/alerts', at: '/all' }, answered(200, { all: [1] }))).toEqual([1]);
  expect(() => entriesOf('alerts', { path: '/alerts' }, answered(200, {}))).toThrow(
    /alerts \(GET \/alerts\) has no list/,
  );
  expect(() => entriesOf('alerts', { path: '/alerts' }, answered(404, ''))).toThrow(/answered with 404/);
  expect(() => entriesOf('alerts', { path: '/alerts' }, answered(200, 'x'))).toThrow(/not JSON/);
});
