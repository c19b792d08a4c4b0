/** Whole deliveries: planned, sent over real sockets to an endpoint in its own process, and told in a trace. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenBench, openCaseBench } from './case-bench.ts';
import { deliveryFaults } from './deliveries/faults/index.ts';
import { signatureOf } from './deliveries/sign.ts';
import { loadContract } from './load-contract.ts';
import type { JsonObject } from './model/json.ts';
import type { Action, PlannedFault } from './model/plan.ts';
import type { AnswerEvent, DeliveryEvent, Trace, TraceEvent } from './model/trace.ts';
import { runCase } from './run.ts';

const contract = fileURLToPath(new URL('./test-endpoint-contract.ts', import.meta.url));
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

let folder = '';
let bench: OpenBench;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deliver-'));
  const path = join(folder, 'endpoint.contract.ts');
  // New each time, so that a compiler runs in the endpoint's process, as it does in the first run of any contract.
  await writeFile(path, `export { default } from ${JSON.stringify(contract)}; // ${randomUUID()}\n`);
  bench = await openCaseBench(await loadContract(path), deliveryFaults, 1, false);
}, 60_000);
afterAll(async () => {
  await bench?.close();
  await rm(folder, { recursive: true, force: true });
});

type Deliver = Extract<Action, { readonly kind: 'deliver' }>;
const deliver = (does: string, more: JsonObject = {}, deliveryId = 'one'): Deliver => ({
  kind: 'deliver',
  event: 'Issue.create',
  deliveryId,
  payload: { data: { does, ...more } },
});
/** Strikes the first action. */
const struckBy = (fault: string, params: JsonObject = {}): PlannedFault => ({
  fault,
  params,
  on: { action: 0, nth: 1, times: 1 },
});

let cases = 0;
const run = async (actions: readonly Action[], ...faults: readonly PlannedFault[]): Promise<Trace> => {
  const plan = { scenario: 'deliver', seed: 1, actions, faults };
  const trace = await runCase(`deliver#${cases++}`, plan, bench, { begin() {}, write() {}, end() {} });
  expect(eventsOf(trace, 'harness-error')).toEqual([]);
  return trace;
};

const eventsOf = <T extends TraceEvent['type']>({ events }: Trace, type: T) =>
  events.filter((event): event is Extract<TraceEvent, { readonly type: T }> => event.type === type);

const resultOf = ({ result }: AnswerEvent): number | string =>
  result.kind === 'answered' ? result.status : result.kind;

const exchanges = (trace: Trace): readonly { readonly sent: DeliveryEvent; readonly answer: AnswerEvent }[] =>
  eventsOf(trace, 'delivery').map((sent) => {
    const answers = eventsOf(trace, 'answer').filter(({ delivery }) => delivery === sent.delivery);
    const [answer] = answers;
    if (answer === undefined || answers.length > 1) throw new Error(`${answers.length} answers to "${sent.what}"`);
    return { sent, answer };
  });

/** What was sent, when, what came of it, and how long that took. */
const story = (trace: Trace) =>
  exchanges(trace).map(({ sent, answer }) => [sent.what, sent.at, resultOf(answer), answer.at - sent.at]);

const effects = (trace: Trace): readonly string[] => eventsOf(trace, 'effect').map(({ id }) => id);

/** What the endpoint saw of each delivery that it read. */
const received = (trace: Trace) =>
  eventsOf(trace, 'log').flatMap(({ json }) =>
    json?.received === undefined
      ? []
      : [
          {
            id: json.received,
            at: Number(json.began) - trace.epochMs,
            readingMs: Number(json.read) - Number(json.began),
            bytes: json.bytes,
          },
        ],
  );

const isStampedAndSigned = (trace: Trace, { body, headers, at }: DeliveryEvent): boolean => {
  const { dialect, secret } = bench.webhook ?? {};
  if (dialect === undefined || secret === undefined) throw new Error('the contract has no webhook');
  const delivery = { event: '', deliveryId: '', payload: {}, at: 0, attempt: 0 };
  const right = signatureOf(delivery, dialect, secret.value, Buffer.from(body));
  return headers['Linear-Signature'] === right && JSON.parse(body).webhookTimestamp === trace.epochMs + at;
};

describe('a good delivery', () => {
  it('is accepted, has its effect, and ends the matter', async () => {
    const trace = await run([deliver('answer')]);
    expect(story(trace)).toEqual([['first delivery', 0, 200, 0]]);
    expect(eventsOf(trace, 'delivery')).toMatchObject([
      { event: 'Issue.create', deliveryId: 'one', attempt: 0, expect: 'accept', ageMs: 0, hangUp: false },
    ]);
    expect(eventsOf(trace, 'delivery').map((sent) => isStampedAndSigned(trace, sent))).toEqual([true]);
    expect(effects(trace)).toEqual(['one']);
  });

  it("comes again on the provider's schedule until it is answered well, stamped and signed anew each time", async () => {
    const trace = await run([deliver('fail', { times: 3 })]);
    expect(story(trace)).toEqual([
      ['first delivery', 0, 503, 0],
      ['redelivery', minuteMs, 503, 0],
      ['redelivery', minuteMs + hourMs, 503, 0],
      ['redelivery', minuteMs + 7 * hourMs, 200, 0],
    ]);
    const sent = eventsOf(trace, 'delivery');
    expect(sent.map(({ attempt, ageMs, deliveryId }) => [attempt, ageMs, deliveryId])).toEqual(
      [0, 1, 2, 3].map((attempt) => [attempt, 0, 'one']),
    );
    expect(sent.map((each) => isStampedAndSigned(trace, each))).toEqual([true, true, true, true]);
    expect(new Set(sent.map(({ headers }) => headers['Linear-Signature'])).size).toBe(4);
    expect(effects(trace)).toEqual(['one']);
  });

  it('that is never answered is given up each time, and at last for good', async () => {
    const trace = await run([deliver('hang'), deliver('answer', {}, 'two')]);
    const told = story(trace);
    expect(told.map(([what, , result, took]) => [what, result, took])).toEqual([
      ...['first delivery', 'redelivery', 'redelivery', 'redelivery'].map((what) => [what, 'none', 21 * secondMs]),
      ['first delivery', 200, 0],
    ]);
    expect(effects(trace)).toEqual(['two']);
  });

  it('that is answered later than the provider waits comes again, and has one effect', async () => {
    const trace = await run([deliver('slow', { ms: 8 * secondMs })]);
    expect(story(trace).map(([what, , result, took]) => [what, result, took])).toEqual([
      ['first delivery', 200, 8 * secondMs],
      ['redelivery', 200, 0],
    ]);
    expect(effects(trace)).toEqual(['one']);
  });

  it('that ends the process finds nobody when it comes again, until there is a restart', async () => {
    const trace = await run([deliver('crash'), { kind: 'restart' }, deliver('answer', {}, 'two')]);
    expect(exchanges(trace).map(({ answer }) => resultOf(answer))).toEqual([
      'reset',
      'refused',
      'refused',
      'refused',
      200,
    ]);
    expect(eventsOf(trace, 'exit').map(({ why }) => why)).toEqual(['crashed', 'planned']);
    expect(effects(trace)).toEqual(['two']);
  });

  it('whose connection the endpoint closes is told as reset, and comes again', async () => {
    const trace = await run([deliver('close')]);
    expect(story(trace).map(([, , result]) => result)).toEqual(['reset', 'reset', 'reset', 'reset']);
    expect(eventsOf(trace, 'exit')).toEqual([]);
  });

  it('to an endpoint that never rests is ended with its process, and the case goes on', async () => {
    const trace = await run([deliver('storm'), { kind: 'restart' }, deliver('answer', {}, 'two')]);
    expect(exchanges(trace).map(({ answer }) => resultOf(answer))).toEqual([
      'reset',
      'refused',
      'refused',
      'refused',
      200,
    ]);
    expect(eventsOf(trace, 'exit').map(({ why }) => why)).toEqual(['spinning', 'planned']);
    expect(effects(trace)).toEqual(['two']);
  });

  it('is over only when the work has ended that was begun after its answer', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `later ${index}`);
    const trace = await run(ids.map((id) => deliver('answer-first', { ms: secondMs }, id)));
    expect(story(trace).map(([, at]) => at)).toEqual(ids.map((_, index) => index * secondMs));
    expect(effects(trace)).toEqual(ids);
  });

  it('takes no longer than its answer: the next happens at once', async () => {
    const trace = await run([deliver('answer'), deliver('answer', {}, 'two')]);
    expect(story(trace).map(([, at]) => at)).toEqual([0, 0]);
  });
});

describe('a delivery fault', () => {
  it('concurrent: two are under way at the same time, and the third finds the work done', async () => {
    const trace = await run([deliver('slow', { ms: 2 * secondMs })], struckBy('duplicate', { when: 'concurrent' }));
    const [first, second, third] = exchanges(trace);
    expect([first?.sent.at, second?.sent.at, third?.sent.at]).toEqual([0, 0, minuteMs]);
    expect([first, second].map((each) => each && resultOf(each.answer)).toSorted()).toEqual([200, 409]);
    expect(third && resultOf(third.answer)).toBe(200);
    expect(effects(trace)).toEqual(['one']);
    expect(eventsOf(trace, 'fault')).toMatchObject([{ planned: 0, fault: 'duplicate' }]);
  });

  it('after a restart: the new process gets the second, at the same moment', async () => {
    const trace = await run([deliver('answer')], struckBy('duplicate', { when: 'after-restart' }));
    expect(story(trace)).toEqual([
      ['first delivery', 0, 200, 0],
      ['duplicate', 0, 200, 0],
    ]);
    expect(exchanges(trace)[1]?.answer.result).toMatchObject({ body: 'done before' });
    expect(eventsOf(trace, 'exit').map(({ why }) => why)).toEqual(['planned']);
    expect(effects(trace)).toEqual(['one']);
  });

  it('near 24 hours: the second comes at its time, and is fresh', async () => {
    const trace = await run([deliver('answer')], struckBy('duplicate', { when: 'near-24-hours' }));
    const late = 24 * hourMs - minuteMs;
    expect(story(trace)).toEqual([
      ['first delivery', 0, 200, 0],
      ['duplicate', late, 200, 0],
    ]);
    expect(eventsOf(trace, 'delivery').map((sent) => isStampedAndSigned(trace, sent))).toEqual([true, true]);
  });

  it('waits from when it was planned, however long the answers take', async () => {
    const trace = await run(
      [deliver('slow', { ms: 8 * secondMs })],
      struckBy('duplicate', { when: 'near-window-end' }),
    );
    expect(story(trace).map(([what, at]) => [what, at])).toEqual([
      ['first delivery', 0],
      ['duplicate', minuteMs + 7 * hourMs],
    ]);
    expect(eventsOf(trace, 'delivery').map(({ ageMs }) => ageMs)).toEqual([0, 0]);
  });

  it('hang-up: the sender is gone, the endpoint reads it all the same, and one effect comes of it', async () => {
    const trace = await run([deliver('answer')], struckBy('hang-up'));
    expect(story(trace)).toEqual([
      ['sender hangs up before the answer', 0, 'left', 0],
      ['delivered again', minuteMs, 200, 0],
      ['delivered again, later', 2 * minuteMs, 200, 0],
    ]);
    expect(eventsOf(trace, 'delivery').map(({ hangUp }) => hangUp)).toEqual([true, false, false]);
    expect(effects(trace)).toEqual(['one']);
  });

  it('five megabytes: all of them arrive, and the trace keeps the beginning', async () => {
    const trace = await run([deliver('answer')], struckBy('body-huge', { megabytes: 5 }));
    expect(story(trace)).toEqual([['body of 5 MB', 0, 200, 0]]);
    const [sent] = eventsOf(trace, 'delivery');
    expect(sent?.bytes).toBeGreaterThan(5_000_000);
    expect(sent?.body.length).toBeLessThan(20_000);
    expect(received(trace)).toEqual([{ id: 'one', at: 0, readingMs: 0, bytes: sent?.bytes }]);
  });

  it('five megabytes to an endpoint that answers 413 without reading them', async () => {
    const trace = await run([deliver('answer', {}, 'unread')], struckBy('body-huge', { megabytes: 5 }));
    // Its connection is closed while bytes still come: whether the answer is read before the reset is chance.
    expect([413, 'reset']).toContain(story(trace)[0]?.[2]);
    expect(eventsOf(trace, 'exit')).toEqual([]);
  });

  it.each([
    [299, 'accept', 200, ['one']],
    [301, 'refuse', 401, []],
  ])('stale by %i s: its age is told, %s is expected', async (seconds, expected, status, changed) => {
    const trace = await run([deliver('answer')], struckBy('stale', { ageMs: seconds * secondMs }));
    expect(exchanges(trace)).toMatchObject([
      {
        sent: { expect: expected, ageMs: seconds * secondMs, at: 0 },
        answer: { result: { status }, at: 0, sightings: [] },
      },
    ]);
    expect(effects(trace)).toEqual(changed);
  });

  it('a wrong signature: the right one in the answer and in the log is seen, and not kept', async () => {
    const trace = await run([deliver('answer')], struckBy('wrong-secret'));
    const [exchange] = exchanges(trace);
    const sighting = { secret: 'expected signature', form: 'plain' };
    expect(exchange?.answer).toMatchObject({
      result: { status: 401, body: 'signature should have been <expected signature>' },
      sightings: [{ ...sighting, where: 'answer' }],
    });
    const line = eventsOf(trace, 'log').find(({ text }) => text.startsWith('signature'));
    expect(line).toMatchObject({
      text: 'signature should have been <expected signature>',
      sightings: [{ ...sighting, where: 'text' }],
    });
    expect(effects(trace)).toEqual([]);
  });

  it('that this event cannot suffer does not strike: the delivery is a good one', async () => {
    const project: Action = { ...deliver('answer'), event: 'Project.create' };
    const trace = await run([project], struckBy('out-of-order', { behindMs: 0 }));
    expect(eventsOf(trace, 'fault')).toEqual([]);
    expect(story(trace)).toEqual([['first delivery', 0, 200, 0]]);
  });

  it('stale: what it was rightly signed with is no secret to its sender', async () => {
    const trace = await run([deliver('answer')], struckBy('stale', { ageMs: 301 * secondMs }));
    expect(exchanges(trace)[0]?.answer).toMatchObject({
      result: { body: expect.stringMatching(/^too old: [0-9a-f]{64}$/) },
      sightings: [],
    });
  });
});

it('holds the clock while bytes are under way, on connections of any number and size', async () => {
  const sizes = [1, 100_000, 3, 2_000_000, 10, 700_000];
  const actions = sizes.map((size, index) => deliver('answer', { text: 'x'.repeat(size) }, `sized ${index}`));
  const faults = sizes.map((_, action) => ({
    fault: 'duplicate',
    params: { when: 'concurrent' },
    on: { action, nth: 1, times: 1 },
  }));
  const trace = await run(actions, ...faults);
  // The endpoint's timer ticks each millisecond while a connection is open: none may tick between sending and answer.
  expect(story(trace).map(([, , result, took]) => [result, took])).toEqual(
    sizes.flatMap(() => [
      [200, 0],
      [200, 0],
      [200, 0],
    ]),
  );
  expect(received(trace).map(({ readingMs }) => readingMs)).toEqual(sizes.flatMap(() => [0, 0, 0]));
  expect(effects(trace)).toEqual(sizes.map((_, index) => `sized ${index}`));
});
