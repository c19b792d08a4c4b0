/** A real service beside the providers: the clock of the integration stands still while it is at work. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../providers/catalogue.ts';
import { nowhere, openCaseBench } from './case-bench.ts';
import { loadContract } from './load-contract.ts';
import type { Action } from './model/plan.ts';
import type { Trace } from './model/trace.ts';
import { ContractError } from './ports/errors.ts';
import { runCase } from './run.ts';

/** Real ms that the database takes for an answer, and virtual ms after which the integration gives it up. */
const takesMs = 50;
const givesUpAfterMs = 10_000;

let folder = '';
const servers: Server[] = [];
const listen = async (): Promise<number> => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', async (question) => {
      await pause(takesMs);
      socket.write(`row of ${question}`);
    });
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

let [database, other] = [0, 0];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dependencies-'));
  [database, other] = [await listen(), await listen()];
  await writeFile(join(folder, 'board.mjs'), board);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Asks its database before and after it calls its provider, each time over the same connection. */
const board = `
import { once } from 'node:events';
import net from 'node:net';
const ask = async (socket, question) => {
  socket.write(question);
  const timeout = AbortSignal.timeout(${givesUpAfterMs});
  return String((await once(socket, 'data', { signal: timeout }))[0]);
};
export const board = async (port, shop) => {
  const began = Date.now();
  const socket = net.connect(Number(port), 'localhost');
  await once(socket, 'connect');
  const first = await ask(socket, 'one');
  const { status } = await fetch(shop, { headers: { authorization: 'Bearer ' + process.env.SHOP_KEY } });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const second = await ask(socket, 'two');
  socket.end();
  return { answers: [first, second], status, tookMs: Date.now() - began };
};`;

const moduleContract = (dependencies: readonly string[]) => `
import { fc } from '@compass/gauntlet';
import { rest } from '@compass/gauntlet/providers';
const operation = { stateChanging: false, idempotency: 'none', kind: 'other', input: fc.constant({}) };
export default {
  service: 'board', type: 'output-only',
  providers: [rest({ id: 'shop', origin: 'https://api.shop.example', collections: ['orders'] })],
  secrets: { SHOP_KEY: 'shop.apiKey' },
  policy: { maxRetries: 0, baseDelayMs: 50, maxDelayMs: 100, attemptTimeoutMs: 500 },
  operations: { declared: operation, undeclared: operation },
  dependencies: ${JSON.stringify(dependencies)},
  start: async () => {
    const { board } = await import('./board.mjs');
    return { perform: async (name) => ({ ok: true, value:
      await board(name === 'declared' ? ${database} : ${other}, 'https://api.shop.example/v1/orders') }) };
  },
};`;

const service = `
import { createServer } from 'node:http';
import { board } from './board.mjs';
createServer((request, reply) =>
  board(request.url.slice(1), 'https://api.shop.example/v1/orders').then(
    (value) => reply.end(JSON.stringify(value)),
    (error) => reply.writeHead(502).end(JSON.stringify({ error: String(error) })),
  ),
).listen(process.env.PORT, '127.0.0.1', () => console.log('listening'));`;

const yaml = () => `
service: board
type: output-only
providers:
  - rest: { id: shop, origin: https://api.shop.example, collections: [orders] }
secrets: { SHOP_KEY: shop.apiKey }
policy: { maxRetries: 0, baseDelayMs: 50, maxDelayMs: 100, attemptTimeoutMs: 500 }
dependencies: ['localhost:${database}']
operations:
  declared:
    stateChanging: false
    idempotency: none
    kind: other
    input: { type: object }
    http: { method: GET, path: /${database} }
  undeclared:
    stateChanging: false
    idempotency: none
    kind: other
    input: { type: object }
    http: { method: GET, path: /${other} }
subject:
  kind: command
  command: ['${process.execPath}', 'service.mjs']
  env: { PORT: '{port}' }
  ready: { log: listening }
`;

const run = async (contract: string): Promise<Trace> => {
  const bench = await openCaseBench(await loadContract(contract, catalogue), [], 1, false);
  const actions = ['declared', 'undeclared'].map((operation): Action => {
    return { kind: 'perform', operation, input: {}, user: 'ada', correlationId: 'c' };
  });
  try {
    return await runCase('board#0', { scenario: 'board', seed: 1, actions, faults: [] }, bench, nowhere);
  } finally {
    await bench.close();
  }
};

test.each([
  ['a module', 'board.contract.ts'],
  ['a service, declared in YAML', 'board.contract.yaml'],
])('%s gets its answer in no time of its own, and reaches nothing that is not declared', async (_kind, name) => {
  await writeFile(join(folder, 'service.mjs'), service);
  await writeFile(join(folder, name), name.endsWith('.ts') ? moduleContract([`localhost:${database}`]) : yaml());
  const { events } = await run(join(folder, name));
  const results = events.flatMap((event) => (event.type === 'outcome' ? [event.result] : []));
  expect(results[0]).toEqual({
    kind: 'ok',
    value: { answers: ['row of one', 'row of two'], status: 200, tookMs: 3_000 },
  });
  expect(results[1]?.kind).not.toBe('ok');
  expect(events.flatMap((event) => (event.type === 'unclaimed' ? [`${event.host}:${event.port}`] : []))).toEqual([
    `localhost:${other}`,
  ]);
  expect(events.filter(({ type }) => type === 'harness-error')).toEqual([]);
});

test('one that does not run, or is simulated, is a mistake of the contract', async () => {
  const path = join(folder, 'wrong.contract.ts');
  const nobody = await listen();
  servers.at(-1)?.close();
  await writeFile(path, moduleContract([`localhost:${nobody}`]));
  const opening = run(path);
  await expect(opening).rejects.toThrow(ContractError);
  await expect(opening).rejects.toThrow(/dependencies: localhost:\d+ cannot be reached: ECONNREFUSED/);
  const again = join(folder, 'wrong-again.contract.ts');
  await writeFile(again, moduleContract(['api.shop.example:443', 'localhost']));
  await expect(run(again)).rejects.toThrow("dependencies.1: must be host and port, such as 'localhost:5432'");
});
