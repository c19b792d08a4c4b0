import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../harness/model/json.ts';
import {
  answer,
  answers,
  deliver,
  delivery,
  failed,
  log,
  logLine,
  perform,
  receivingFacts,
  reply,
  request,
  trace,
} from '../../test-trace.ts';
import { requestBodyNotLogged } from './request-body-not-logged.ts';

const input = { title: 'Water the plants', description: 'Before noon, and not the cactus' };
const variables = { input: { ...input, id: 'c0ffee00-1111-4222-8333-444455556666', teamId: 'team-of-the-garden' } };
const query = 'mutation issueCreate($input: IssueCreateInput!) { issueCreate(input: $input) { success issue { id } } }';
const body = JSON.stringify({ query, variables });

const holds = (line: JsonObject | string, spec: { readonly input?: Json; readonly body?: string } = {}) =>
  answers(
    requestBodyNotLogged,
    trace({
      events: [
        perform('create_task', spec.input ?? input),
        request({ body: spec.body ?? body }),
        reply(503),
        log(line),
        failed(),
      ],
    }),
  );

test('a line with the fields of the standard holds, even with one logged title', () => {
  expect(holds(logLine())).toEqual([true]);
  expect(holds(logLine({ title: input.title }))).toEqual([true]);
  expect(holds(logLine({ message: `could not create "${input.title}"`, input: { title: input.title } }))).toEqual([
    true,
  ]);
  expect(holds(logLine({ query }))).toEqual([true]);
  expect(holds({ level: 'ERROR', body: body.slice(0, 60) })).toEqual([true]);
});

test('a body breaks it, as text, as an object, or most of it', () => {
  for (const line of [
    body,
    `request failed: ${body}`,
    logLine({ body }),
    logLine({ request: { url: '/graphql', body: { query, variables } } }),
    logLine({ variables }),
    logLine({ input: variables.input }),
    logLine({ message: `sent ${JSON.stringify(variables)}` }),
    logLine({ ...variables.input }),
    logLine({ body: body.slice(0, Math.ceil(body.length * 0.95)) }),
  ])
    expect(holds(line)).toEqual([false]);
});

test('a small body is one, too, when it is logged as a whole', () => {
  const small = { input: { title: 'Feed the cat' }, body: '{"title":"Feed the cat"}' };
  expect(holds(logLine({ message: 'failed for Feed the cat' }), small)).toEqual([true]);
  expect(holds(logLine({ title: 'Feed the cat' }), small)).toEqual([true]);
  expect(holds(logLine({ payload: { title: 'Feed the cat' } }), small)).toEqual([false]);
  expect(holds('POST {"title":"Feed the cat"}', small)).toEqual([false]);
});

test('whatever is written in a task, an honest line is never blamed', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.record({ title: text, description: text }), (written) => {
      const sent = JSON.stringify({ query, variables: { input: { ...written, id: 'k-1', teamId: 'garden' } } });
      expect(holds(logLine(), { input: written, body: sent })).not.toContain(false);
    }),
  );
});

test('a request without user content, and a case without a line, say nothing', () => {
  expect(holds(body, { input: {} })).toEqual([]);
  const events = [perform('create_task', input), request({ body }), reply(503), failed()];
  expect(answers(requestBodyNotLogged, trace({ events }))).toEqual([]);
});

const received = (delivered: JsonObject, line: JsonObject | string) =>
  answers(
    requestBodyNotLogged,
    trace({
      facts: receivingFacts,
      events: [deliver(), delivery({ body: JSON.stringify(delivered) }), answer(401), log(line)],
    }),
  );

test('a delivered body is a request body as well', () => {
  const event = { type: 'Issue', action: 'create', data: { id: 'i-1', ...input } };
  expect(received(event, logLine({ operation: 'receive' }))).toEqual([true]);
  expect(received(event, logLine({ title: input.title }))).toEqual([true]);
  expect(received(event, logLine({ received: JSON.stringify(event) }))).toEqual([false]);
  expect(received(event, `could not verify ${JSON.stringify(event)}`)).toEqual([false]);
});

test('an event that only names things holds nothing that somebody wrote', () => {
  const thin = { object: 'event', id: 'evt_1234567890', type: 'response.completed', data: { id: 'resp_1234567890' } };
  const named = logLine({ delivery: thin.id, event: thin.type, message: 'event taken in', response: thin.data.id });
  expect(received(thin, named)).toEqual([true]);
});
