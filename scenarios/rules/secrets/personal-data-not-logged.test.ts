import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../harness/model/json.ts';
import {
  answer,
  answers,
  createTask,
  deliver,
  delivery,
  failed,
  log,
  logLine,
  perform,
  receivingFacts,
  reply,
  request,
  testFacts,
  testWebhook,
  trace,
} from '../../test-trace.ts';
import { personalDataNotLogged } from './personal-data-not-logged.ts';

const facts = { operations: { create_task: { ...createTask, pii: ['title', 'owner.email', 'watchers.name'] } } };
const input = {
  title: 'Water the plants',
  owner: { email: 'ada@example.org' },
  watchers: [{ name: 'Grace Hopper' }],
  team: 'The gardeners',
};

const holds = (
  line: JsonObject | string,
  spec: { readonly input?: Json; readonly stream?: 'stdout' | 'stderr' } = {},
) =>
  answers(
    personalDataNotLogged,
    trace({
      facts,
      events: [
        perform('create_task', spec.input ?? input),
        request(),
        reply(503),
        log(line, { stream: spec.stream ?? 'stdout' }),
        failed(),
      ],
    }),
  );

test('an error line with ids only holds, and so does what nobody called personal', () => {
  expect(holds(logLine({ user_id: 'ada' }))).toEqual([true]);
  expect(holds(logLine({ team: input.team }))).toEqual([true]);
});

test('a personal value breaks it, at any path, in a field or in a sentence', () => {
  for (const fields of [
    { title: input.title },
    { message: 'could not write to ada@example.org' },
    { input: { people: ['Grace Hopper'] } },
  ])
    expect(holds(logLine(fields))).toEqual([false]);
  expect(holds('Error: no such user ada@example.org', { stream: 'stderr' })).toEqual([false]);
});

test('the standard binds error logs: other levels, and text whose level nobody knows, are let be', () => {
  expect(holds({ level: 'INFO', title: input.title })).toEqual([]);
  expect(holds(`created ${input.title}`)).toEqual([]);
});

test('a short value is only known when it is the whole of a field', () => {
  const short = { input: { ...input, title: 'Zoe7', owner: { email: '' }, watchers: [] } };
  expect(holds(logLine({ message: 'Zoe77 failed' }), short)).toEqual([true]);
  expect(holds(logLine({ title: 'Zoe7' }), short)).toEqual([false]);
});

test('whatever is written in a task, an honest line is never blamed', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.stringMatching(/^[0-9a-z_:.-]{0,12}$/));
  fc.assert(
    fc.property(text, (title) => {
      expect(holds(logLine(), { input: { title } })).not.toContain(false);
    }),
  );
});

test('values too plain to be told from anything else, and calls without error lines, say nothing', () => {
  expect(holds(logLine({ title: '   ' }), { input: { title: '   ' } })).toEqual([]);
  const events = [perform('create_task', input), request(), reply(), failed()];
  expect(answers(personalDataNotLogged, trace({ facts, events }))).toEqual([]);
});

test('without a declared path it cannot tell, and names the line to add', () => {
  const operations = { create_task: { ...createTask, pii: [] } };
  expect(personalDataNotLogged.appliesTo({ ...testFacts, operations })).toMatchObject({
    applies: 'cannot-tell',
    next: expect.stringContaining('pii'),
  });
});

test('what the contract declares to be personal in a delivered body is looked for as well', () => {
  const webhook = { ...testWebhook, pii: ['data.owner.email'] };
  const facts = { ...receivingFacts, webhook };
  const received = (line: JsonObject) =>
    answers(
      personalDataNotLogged,
      trace({
        facts,
        events: [deliver(), delivery({ body: JSON.stringify({ data: input }) }), answer(401), log(logLine(line))],
      }),
    );
  expect(received({ message: 'refused' })).toEqual([true]);
  expect(received({ message: `refused what ${input.owner.email} did` })).toEqual([false]);
  expect(personalDataNotLogged.appliesTo({ ...facts, operations: {} })).toEqual({ applies: true });
});
