/**
 * Random plans of misbehaviour against real HTTP clients on the virtual clock, each compared with an exact oracle.
 * `node bench/clock-soak.ts [--cases 2000] [--seed 1] [--load]`; ends with `N passed, N failed`, exit 1 on any deviation.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Answer } from '../harness/ports/fault.ts';
import type { Provider } from '../harness/ports/provider.ts';
import { startModuleSubject } from '../harness/subjects/module.ts';
import { supervisor } from '../harness/subjects/supervisor.ts';
import { openWire } from '../harness/wire/wire.ts';
import { clients, deviation, type Misbehaviour } from './soak-oracle.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    load: { type: 'boolean', default: false },
  },
});

/** mulberry32: enough to draw plans with, and the same for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = createRandom(Number(values.seed));
const pick = <T>(list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];

const kinds = ['unavailable', 'retry-after', 'hang', 'reset', 'closed', 'reset-in-body', 'truncated', 'slow'] as const;
function drawMisbehaviour(): Misbehaviour {
  const kind = pick(kinds);
  if (kind === 'retry-after') return { kind, seconds: pick([1, 2, 7, 30, 600]) };
  if (kind === 'slow') return { kind, pieces: pick([2, 3, 4]), everyMs: pick([100, 700, 3_000, 6_000]) };
  return { kind };
}

const body = JSON.stringify({ id: 1, text: 'x'.repeat(300) });
const reply = (status: number, headers: { readonly [name: string]: string } = {}) =>
  new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });

function answerTo(misbehaviour: Misbehaviour | undefined): Answer {
  switch (misbehaviour?.kind) {
    case undefined:
      return reply(200);
    case 'unavailable':
      return reply(503);
    case 'retry-after':
      return reply(429, { 'retry-after': String(misbehaviour.seconds) });
    case 'reset-in-body':
      return { kind: 'reset', response: reply(200), after: 20 };
    case 'truncated':
      return { kind: 'closed', response: reply(200), after: 20 };
    case 'slow':
      return {
        kind: 'slow',
        response: reply(200),
        cuts: Array.from({ length: misbehaviour.pieces - 1 }, (_, index) => 1 + index),
        everyMs: misbehaviour.everyMs,
      };
    case 'hang':
    case 'reset':
    case 'closed':
      return { kind: misbehaviour.kind };
    case 'handshake-cut':
      throw new Error('a request came over a connection that never stood');
  }
}

/** The wire answers by plan; the provider only lends its address. */
const unused = () => {
  throw new Error('the soak answers by plan');
};
const provider: Provider = {
  id: 'soak',
  origins: ['https://soak.example'],
  secrets: {},
  dialect: {
    idempotency: 'none',
    hasProviderRetryAfter: false,
    credentialOf: unused,
    readRequest: unused,
    readReply: unused,
    rateLimited: unused,
    error: unused,
    withQuota: unused,
  },
  open: unused,
};

const hogs: ChildProcess[] = [];
const endHogs = () => {
  for (const hog of hogs) hog.kill('SIGKILL');
};
process.on('exit', endHogs);
if (values.load) {
  for (let core = 0; core < availableParallelism(); core++) {
    hogs.push(spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  }
}

const wire = await openWire([provider]);
const subject = await startModuleSubject({
  contract: fileURLToPath(new URL('./soak-clients.contract.ts', import.meta.url)),
  env: {},
  stateDir: join(supervisor().directory, 'state'),
  urls: wire.urls,
  redirects: wire.redirects,
  ca: wire.ca,
  proxy: 'http://127.0.0.1:9',
  wire,
  limits: { virtualMs: 24 * 3_600_000, steps: 100_000, stallMs: 30_000 },
  inspect: false,
  notice: (notice) => {
    if (notice.type !== 'env-read') console.log(JSON.stringify(notice));
  },
});

const names = Object.keys(clients);
const cases = Number(values.cases);
let failed = 0;
const startedAt = performance.now();
for (let index = 0; index < cases; index++) {
  const client = names[index % names.length] ?? '';
  const base = clients[client]?.onlyTls ? 'tls' : pick(['plain', 'tls']);
  const cuts = base === 'tls' ? Math.floor(random() * 3) : 0;
  const misbehaviours: readonly Misbehaviour[] = [
    ...Array<Misbehaviour>(cuts).fill({ kind: 'handshake-cut' }),
    ...Array.from({ length: Math.floor(random() * (5 - cuts)) }, drawMisbehaviour),
  ];
  const attempts: number[] = [];
  const left = new Map<number, number>();
  let began = 0;
  wire.begin({
    clock: subject.clock,
    answer: async () => {
      attempts.push(subject.clock.now() - began);
      return answerTo(misbehaviours[attempts.length - 1]);
    },
    notice: (notice) => {
      if (notice.type === 'abort') left.set(notice.request + cuts, subject.clock.now() - began);
    },
  });
  await subject.begin(index);
  began = subject.clock.now();
  wire.failHandshakes('soak.example:443', 'handshake-cut', cuts, () => attempts.push(subject.clock.now() - began));
  const result = await subject.call({ operation: client, input: base, user: 'soak', correlationId: String(index) });
  const end = subject.clock.now() - began;
  await subject.end();
  await wire.end();
  const wrong = deviation(client, misbehaviours, { ok: result.kind === 'ok', attempts, left, end });
  if (wrong === undefined) continue;
  failed++;
  console.log(
    `case ${index} ${client} ${base}: ${wrong}\n  plan ${JSON.stringify(misbehaviours)}\n  attempts ${JSON.stringify(attempts)} end ${end} ${JSON.stringify(result)}`,
  );
}
const seconds = (performance.now() - startedAt) / 1_000;
await subject.close();
await wire.close();
endHogs();

const late = names.filter((name) => clients[name]?.lateMs).map((name) => `${name} ${clients[name]?.lateMs} ms`);
console.log(
  `${names.length} clients, ${(cases / seconds).toFixed(0)} cases/s${values.load ? ', both cores loaded' : ''}`,
);
console.log(`tolerance: 0 ms; for a client's own time-out: ${late.join(', ')}`);
console.log(`${cases - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
