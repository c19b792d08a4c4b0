/** A subject that does whatever a test asks of it, good or bad. */
import { execFile, spawn } from 'node:child_process';
import { pbkdf2, randomUUID } from 'node:crypto';
import dns from 'node:dns/promises';
import { once } from 'node:events';
import { appendFileSync, closeSync, fstatSync, readdirSync, statSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Json } from '../model/json.ts';
import type { OperationResult, RunningIntegration, World } from '../ports/integration.ts';
import { probeTimers } from './test-timer-probe.ts';

const ok = (value: Json): OperationResult => ({ ok: true, value });
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const never = new Promise<never>(() => {});

async function times(): Promise<Json> {
  const before = [Date.now(), performance.now(), Number(process.hrtime.bigint() / 1_000_000n)];
  await sleep(60_000);
  const after = [Date.now(), performance.now(), Number(process.hrtime.bigint() / 1_000_000n)];
  return after.map((time, index) => time - (before[index] ?? 0));
}

async function timeoutError(): Promise<Json> {
  const signal = AbortSignal.timeout(1_000);
  await sleep(1_000);
  return signal.reason instanceof DOMException ? signal.reason.name : String(signal.reason);
}

/** Work that no handle shows. Meanwhile a timer is pending that must not fire early. */
async function threadPool(): Promise<Json> {
  const before = Date.now();
  let fired = false;
  setTimeout(() => {
    fired = true;
  }, 1_000).unref();
  await promisify(gzip)(Buffer.alloc(5_000_000, 'text'));
  await promisify(pbkdf2)('password', 'salt', 100_000, 32, 'sha256');
  await crypto.subtle.digest('SHA-256', new Uint8Array(5_000_000));
  await readFile(process.execPath);
  await promisify(execFile)(process.execPath, ['--version']);
  return [Date.now() - before, fired];
}

async function ownServer(): Promise<Json> {
  const before = Date.now();
  const server = createServer(async (_request, reply) => {
    await sleep(500);
    reply.end('from within');
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const reply = await fetch(`http://localhost:${port}/`);
  const text = await reply.text();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const date = Date.parse(reply.headers.get('date') ?? '');
  return [text, Date.now() - before, Math.abs(Date.now() - date) < 1_000];
}

/** Reads nothing of a large reply for a minute: the provider cannot send the rest meanwhile. */
async function readSlowly(url: string): Promise<Json> {
  const [reply]: IncomingMessage[] = await once(get(url), 'response');
  await sleep(60_000);
  let bytes = 0;
  for await (const chunk of reply ?? []) bytes += chunk.length;
  return bytes;
}

/** Every retry at its own time, many at once, with bodies of every size. */
async function inParallel(url: string): Promise<Json> {
  const one = async (index: number) => {
    for (let attempt = 0; attempt < 3; attempt++) {
      const response = await fetch(`${url}/${index}`, { method: 'POST', body: 'x'.repeat(index * 20_000) });
      const text = await response.text();
      if (response.ok) return text.length;
      await sleep(100 * (index + 1));
    }
    return -1;
  };
  return Promise.all(Array.from({ length: 20 }, (_, index) => one(index)));
}

/** What a Node process that the subject starts gets from a provider. */
async function nodeChild(url: string): Promise<Json> {
  const program = `fetch('${url}').then(() => console.log('reached'), (error) => console.log(error.cause.code))`;
  return (await promisify(execFile)(process.execPath, ['-e', program])).stdout.trim();
}

async function lookUp(name: string): Promise<Json> {
  try {
    return (await dns.lookup(name)).address;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

function exhaustMemory(): never {
  const kept: object[] = [];
  for (;;) kept.push({ text: `${kept.length}`.repeat(20) });
}

async function loopOverNetwork(url: string): Promise<never> {
  for (;;) await (await fetch(url)).text();
}

async function status(url: string): Promise<Json> {
  try {
    const response = await fetch(url);
    await response.text();
    return response.status;
  } catch (error) {
    const { cause } = error as Error;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(error);
  }
}

function start(world: World): RunningIntegration {
  const dead: Json[] = [];
  const url = world.url('test');
  const operations: { readonly [operation: string]: (input: string) => Promise<Json> | Json } = {
    timers: async () => JSON.parse(JSON.stringify(await probeTimers())),
    times,
    'timeout-error': timeoutError,
    sleep: async (ms) => {
      await sleep(Number(ms));
      return null;
    },
    get: (path) => status(path.includes('://') ? path : url + path),
    hold: async (target) => {
      await once(get(target), 'response');
      return null;
    },
    'get-twice': async () =>
      [await status(url), await sleep(1_000), await status(url)].filter((part) => part !== undefined) as Json,
    'thread-pool': threadPool,
    'own-server': ownServer,
    'read-slowly': () => readSlowly(url),
    'in-parallel': () => inParallel(url),
    'node-child': () => nodeChild(url),
    'look-up': lookUp,
    log: async () => {
      console.log('at once');
      await sleep(1_000);
      console.error('a second later');
      await sleep(1_000);
      process.stdout.write('without an end');
      return null;
    },
    flood: (lines) => {
      for (let line = 0; line < Number(lines); line++) console.log(`line ${line} ${'.'.repeat(100)}`);
      return null;
    },
    'flood-for-ever': () => {
      for (;;) console.log('.'.repeat(1_000));
    },
    spin: () => {
      for (;;);
    },
    'spin-until': () => {
      const until = Date.now() + 1_000;
      while (Date.now() < until);
      return null;
    },
    'loop-over-network': () => loopOverNetwork(url),
    'exhaust-memory': exhaustMemory,
    exit: () => process.exit(3),
    crash: async () => {
      setTimeout(() => {
        throw new Error('thrown in a timer');
      }, 10);
      return never;
    },
    'lasting-child': () => spawn('sleep', ['600'], { stdio: 'ignore' }).pid ?? 0,
    'detached-child': () => {
      const child = spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
      child.unref();
      return child.pid ?? 0;
    },
    'close-stdout': () => {
      closeSync(1);
      return null;
    },
    'write-to-line': () => writeSync(lineToHarness(), 'nonsense\n'),
    'return-oddly': () => ({ big: 1n }) as never,
    'throw-oddly': () => {
      throw Object.create(null);
    },
    throw: () => {
      throw new TypeError('not in the mood');
    },
    stuck: () => never,
    'retry-for-ever': async () => {
      for (;;) await sleep(1_000);
    },
    'leave-timers': () => {
      setTimeout(() => console.log('from the case before'), 5_000);
      return null;
    },
    'bury-later': () => {
      setTimeout(() => dead.push('buried'), 30_000);
      return null;
    },
    'bury-after-timeout': () => {
      fetch(url, { signal: AbortSignal.timeout(10_000) }).catch(() => dead.push('timed out'));
      return null;
    },
    'bury-at-intervals': () => {
      const queue = ['buried'];
      setInterval(() => dead.push(...queue.splice(0)), 30_000);
      return null;
    },
    'look-often': () => {
      setInterval(() => {}, 50);
      return null;
    },
    remember: () => {
      const file = join(world.stateDir, 'remembered');
      appendFileSync(file, '.');
      return statSync(file).size;
    },
    random: () => [Math.random(), randomUUID()],
    secret: () => [process.env.SUBJECT_SECRET ?? null, { ...process.env }.SUBJECT_COPIED ?? null],
  };
  return {
    perform: async (operation, input) => {
      const operate = operations[operation];
      if (operate === undefined) throw new Error(`no operation ${operation}`);
      return ok(await operate(String(input)));
    },
    deadLetters: () => dead,
  };
}

/** The first socket that this process has. */
const lineToHarness = (): number =>
  Number(
    readdirSync('/proc/self/fd').find((descriptor) => {
      try {
        return fstatSync(Number(descriptor)).isSocket();
      } catch {
        return false;
      }
    }),
  );

export default { start };
