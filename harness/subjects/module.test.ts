import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ContractError } from '../ports/errors.ts';
import type { CallResult, Subject, SubjectNotice, SubjectSettings } from '../ports/subject.ts';
import { startModuleSubject } from './module.ts';
import { supervisor } from './supervisor.ts';
import { openTestProvider, type TestProvider } from './test-provider.ts';

const contract = fileURLToPath(new URL('./test-contract.ts', import.meta.url));
const dayMs = 24 * 3_600_000;

let provider: TestProvider;
let subject: Subject | undefined;
let told: (SubjectNotice & { readonly at: number })[];

beforeEach(async () => {
  provider = await openTestProvider();
  told = [];
});
afterEach(async () => {
  await subject?.close();
  subject = undefined;
  await provider.close();
});

const settings = (over: Partial<SubjectSettings> = {}): SubjectSettings => ({
  contract,
  env: {},
  stateDir: join(supervisor().directory, 'state'),
  urls: { test: provider.url },
  redirects: { 'api.test.example:80': provider.port },
  ca: '',
  proxy: 'http://127.0.0.1:9',
  wire: provider.wire,
  limits: { virtualMs: 2 * dayMs, steps: 100_000, stallMs: 5_000 },
  inspect: false,
  notice: (notice) => told.push({ ...notice, at: subject?.clock.now() ?? 0 }),
  ...over,
});

async function begin(over: Partial<SubjectSettings> = {}): Promise<{ subject: Subject; epoch: number }> {
  subject = await startModuleSubject(settings(over));
  await subject.begin(1);
  return { subject, epoch: subject.clock.now() };
}

const call = (on: Subject, operation: string, input: string | number = ''): Promise<CallResult> =>
  on.call({ operation, input, user: 'user', correlationId: 'correlation' });
const value = (result: CallResult) => (result.kind === 'ok' ? result.value : result);
const notices = <T extends SubjectNotice['type']>(type: T) =>
  told.filter((notice): notice is Extract<SubjectNotice, { type: T }> & { at: number } => notice.type === type);

describe('a subject on the virtual clock', () => {
  it('waits a day in no time, and every clock in it agrees', async () => {
    const { subject, epoch } = await begin();
    expect(epoch % 60_000).toBe(0);
    expect(value(await call(subject, 'sleep', dayMs))).toBe(null);
    expect(subject.clock.now() - epoch).toBe(dayMs);
    expect(value(await call(subject, 'times'))).toEqual([60_000, 60_000, 60_000]);
    expect(value(await call(subject, 'timeout-error'))).toBe('TimeoutError');
  });

  it('has timers that do all that native ones do, async context included', async () => {
    const { subject } = await begin();
    expect(value(await call(subject, 'timers'))).toEqual({
      seen: ['before the refreshed', 'refreshed'],
      hadRef: true,
      unref: false,
      fired: 2,
      ticks: 6,
      yielded: ['tick', 'tick', 'tick'],
      order: ['first', 'tick', 'microtask', 'second'],
      aborted: 'AbortError ABORT_ERR The operation was aborted',
      abortedBefore: 'AbortError ABORT_ERR The operation was aborted',
      promisified: 'value',
      waited: 'settled',
      sameFunction: true,
      notAFunction: 'TypeError ERR_INVALID_ARG_TYPE',
      contexts: ['tenant', 'tenant', 'tenant', 'tenant'],
      timeoutError: ['TimeoutError', 'The operation was aborted due to timeout', true],
    });
  });

  it('stamps each log line with the time at which it was written', async () => {
    const { subject, epoch } = await begin();
    await call(subject, 'log');
    await subject.end();
    expect(notices('log').map(({ stream, text, at }) => [stream, text, at - epoch])).toEqual([
      ['stdout', 'at once', 0],
      ['stderr', 'a second later', 1_000],
      ['stdout', 'without an end', 2_000],
    ]);
  });

  it('keeps what lasts over a restart, and nothing of it for the next case', async () => {
    const { subject } = await begin();
    expect(value(await call(subject, 'remember'))).toBe(1);
    await subject.restart();
    expect(value(await call(subject, 'remember'))).toBe(2);
    await subject.end();
    await subject.begin(1);
    expect(value(await call(subject, 'remember'))).toBe(1);
  });

  it('draws the same jitter for the same seed, and other keys for another', async () => {
    const { subject } = await begin();
    const first = value(await call(subject, 'random'));
    await subject.end();
    await subject.begin(2);
    const second = value(await call(subject, 'random'));
    await subject.restart();
    const restarted = value(await call(subject, 'random'));
    await subject.end();
    await subject.begin(1);
    expect(value(await call(subject, 'random'))).toEqual(first);
    expect(new Set([first, second, restarted].map((drawn) => JSON.stringify(drawn))).size).toBe(3);
  });

  it('waits for the timeout of a held request, which keeps no process open by itself, and for no more than that', async () => {
    let isHeld = false;
    provider.answer = () => {
      isHeld = true;
    };
    const { subject, epoch } = await begin();
    await call(subject, 'bury-after-timeout');
    await subject.quiet();
    expect(isHeld).toBe(true);
    expect(await subject.probe('deadLetters')).toEqual([]);
    await subject.quiet(() => (provider.wire.connections().length > 0 ? epoch + 1_800_000 : 0));
    expect(await subject.probe('deadLetters')).toEqual(['timed out']);
    expect(subject.clock.now()).toBeLessThan(epoch + 11_000);
  });

  it('lets a queue that is looked on at intervals have its turn, where there may be something in it', async () => {
    const { subject, epoch } = await begin();
    await call(subject, 'bury-at-intervals');
    await subject.quiet();
    expect(await subject.probe('deadLetters')).toEqual([]);
    await subject.quiet(() => epoch + 60_000);
    expect(await subject.probe('deadLetters')).toEqual(['buried']);
    expect(subject.clock.now()).toBe(epoch + 60_000);
  });

  it('goes on through a long wait, however often something is looked at meanwhile', async () => {
    const { subject, epoch } = await begin({ limits: { virtualMs: dayMs, steps: 1_000, stallMs: 300 } });
    await call(subject, 'look-often');
    await subject.wait(1_200_000);
    expect(notices('exit')).toEqual([]);
    expect(subject.clock.now()).toBe(epoch + 1_200_000);
  });

  it('tells a result before what the call leaves to the background at the same instant', async () => {
    const { subject } = await begin();
    const order: string[] = [];
    provider.answer = (_request, reply) => {
      // As the wire does: a request has its turn when the subject is quiet.
      void subject.clock.quiescent().then(() => {
        order.push('reply');
        reply.end('ok');
      });
    };
    await subject.call({ operation: 'bury-after-timeout', input: '', user: '', correlationId: '' }, () => {
      order.push('result');
    });
    await subject.quiet();
    expect(order).toEqual(['result', 'reply']);
  });

  it('lets the background work end before the probe is read, and a wait take its time', async () => {
    const { subject, epoch } = await begin();
    await call(subject, 'bury-later');
    expect(await subject.probe('deadLetters')).toEqual([]);
    await subject.quiet();
    expect(await subject.probe('deadLetters')).toEqual(['buried']);
    await subject.wait(dayMs);
    expect(subject.clock.now() - epoch).toBe(30_000 + dayMs);
    expect(subject.probes).toEqual(['deadLetters']);
  });

  it('drops what a case leaves behind, says so, and serves the next case', async () => {
    const { subject } = await begin();
    await call(subject, 'leave-timers');
    await subject.end();
    expect(notices('leftover')).toMatchObject([{ timers: 1, handles: [] }]);
    const before = subject.clock.now();
    await subject.begin(2);
    expect(subject.clock.now() % 60_000).toBe(0);
    expect(subject.clock.now()).toBeGreaterThanOrEqual(before);
    await subject.wait(60_000);
    expect(notices('log')).toEqual([]);
  });
});

describe('time stands still', () => {
  it('while the thread pool, a file or another process is at work', async () => {
    const { subject } = await begin();
    expect(value(await call(subject, 'thread-pool'))).toEqual([0, false]);
  });

  it('while bytes are under way inside the subject, whose server says the virtual time', async () => {
    const { subject } = await begin();
    expect(value(await call(subject, 'own-server'))).toEqual(['from within', 500, true]);
  });

  it('but not because the subject does not read what was sent', async () => {
    provider.answer = (_request, reply) => reply.end('x'.repeat(20_000_000));
    const { subject, epoch } = await begin();
    expect(value(await call(subject, 'read-slowly'))).toBe(20_000_000);
    expect(subject.clock.now() - epoch).toBe(60_000);
  });

  it('until the last of many exchanges is over, each retry at its own time', async () => {
    const { subject, epoch } = await begin();
    const times = new Map<string, number[]>();
    provider.answer = (request, reply) => {
      const of = times.get(request.url ?? '') ?? [];
      times.set(request.url ?? '', [...of, subject.clock.now() - epoch]);
      reply.writeHead(of.length === 0 ? 503 : 200).end('x'.repeat(500_000));
    };
    expect(value(await call(subject, 'in-parallel'))).toEqual(Array.from({ length: 20 }, () => 500_000));
    expect(Object.fromEntries(times)).toEqual(
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`/${index}`, [0, 100 * (index + 1)]])),
    );
  });
});

describe('what the subject reaches', () => {
  it('is the wire alone: other hosts are refused and named', async () => {
    const { subject } = await begin();
    expect(value(await call(subject, 'get', '/here'))).toBe(200);
    expect(value(await call(subject, 'get', 'http://api.test.example/here'))).toBe(200);
    expect(value(await call(subject, 'get', 'http://elsewhere.example/here'))).toBe('ECONNREFUSED');
    expect(value(await call(subject, 'get', 'http://127.0.0.1:8099/'))).toBe('ECONNREFUSED');
    expect(notices('unclaimed')).toMatchObject([
      { host: 'elsewhere.example', port: 80 },
      { host: '127.0.0.1', port: 8099 },
    ]);
  });

  it('is nothing by name or through a child process', async () => {
    const { subject } = await begin();
    expect(value(await call(subject, 'look-up', 'api.test.example'))).toBe('127.0.0.1');
    expect(value(await call(subject, 'look-up', 'elsewhere.example'))).toBe('ENOTFOUND');
    expect(value(await call(subject, 'node-child'))).toBe('ECONNREFUSED');
  });

  it('refuses connections when told to, also those that would have been kept alive', async () => {
    const { subject } = await begin();
    expect(value(await call(subject, 'get', '/'))).toBe(200);
    await subject.refuse(`127.0.0.1:${provider.port}`, 1);
    expect(value(await call(subject, 'get-twice'))).toEqual(['ECONNREFUSED', 200]);
    await subject.refuse('api.test.example:80', 1);
    expect(value(await call(subject, 'get', 'http://api.test.example/'))).toBe('ECONNREFUSED');
    expect(notices('refused')).toMatchObject([
      { host: '127.0.0.1', port: provider.port },
      { host: 'api.test.example', port: 80 },
    ]);
  });

  it('is an environment of its own, whose reads by name are told', async () => {
    const { subject } = await begin({ env: { SUBJECT_SECRET: 'canary', SUBJECT_COPIED: 'copied' } });
    // Node itself reads variables when modules are imported, on the first fetch, and for TLS, also where nobody listens.
    expect(value(await call(subject, 'get', 'https://api.test.example/'))).toBe('ECONNREFUSED');
    expect(value(await call(subject, 'secret'))).toEqual(['canary', 'copied']);
    const names = notices('env-read').map(({ name }) => name);
    expect(names).toEqual(['SUBJECT_SECRET']);
  });
});

describe('a subject that misbehaves', () => {
  const impatient = { limits: { virtualMs: 3_600_000, steps: 1_000, stallMs: 1_500 } };

  it.each([
    ['throw', { kind: 'thrown', name: 'TypeError', message: 'not in the mood' }, undefined],
    ['throw-oddly', { kind: 'thrown', name: 'object' }, undefined],
    ['return-oddly', { kind: 'ok', value: { big: '1' } }, undefined],
    ['close-stdout', { kind: 'ok' }, undefined],
    ['write-to-line', { kind: 'ok' }, undefined],
    ['stuck', { kind: 'unsettled', why: 'stuck' }, undefined],
    ['spin', { kind: 'unsettled', why: 'watchdog' }, 'spinning'],
    ['spin-until', { kind: 'unsettled', why: 'watchdog' }, 'spinning'],
    ['flood-for-ever', { kind: 'unsettled', why: 'watchdog' }, 'flooding'],
    ['loop-over-network', { kind: 'unsettled', why: 'watchdog' }, 'spinning'],
    ['exit', { kind: 'unsettled', why: 'exit' }, 'crashed'],
    ['crash', { kind: 'unsettled', why: 'exit' }, 'crashed'],
    ['retry-for-ever', { kind: 'unsettled', why: 'step-limit' }, 'time-limit'],
  ])('%s: tells how the call ended, and the next case runs', async (operation, result, why) => {
    const { subject } = await begin(impatient);
    expect(await call(subject, operation)).toMatchObject(result);
    expect(notices('exit').map((exit) => exit.why)).toEqual(why === undefined ? [] : [why]);
    await subject.end();
    await subject.begin(2);
    expect(value(await call(subject, 'get', '/'))).toBe(200);
  });

  it('waits for a process of its own: nobody can tell, and the next case runs', async () => {
    const { subject } = await begin(impatient);
    await expect(call(subject, 'lasting-child')).rejects.toThrow(/a process that it had started kept running/);
    expect(notices('exit').map((exit) => exit.why)).toEqual(['spinning']);
    await subject.begin(2);
    expect(value(await call(subject, 'get', '/'))).toBe(200);
  });

  it('starts a process that leaves its group: that ends with it', async () => {
    const { subject } = await begin();
    const pid = Number(value(await call(subject, 'detached-child')));
    expect(readFileSync(`/proc/${pid}/comm`, 'latin1')).toBe('sleep\n');
    await subject.close();
    // A killed process stays in the table until its new parent has looked at it.
    await expect.poll(() => existsSync(`/proc/${pid}/exe`)).toBe(false);
  });

  it('exhausts its memory: the call ends so, whatever Node prints', async () => {
    const { subject } = await begin({ limits: { virtualMs: 3_600_000, steps: 1_000, stallMs: 25_000 } });
    expect(await call(subject, 'exhaust-memory')).toMatchObject({ kind: 'unsettled', why: 'watchdog' });
    expect(notices('exit')).toMatchObject([{ why: 'memory' }]);
  });

  it('never settles within the time it has', async () => {
    const { subject } = await begin({ limits: { virtualMs: 60_000, steps: 1_000, stallMs: 5_000 } });
    expect(await call(subject, 'sleep', 60_001)).toMatchObject({ kind: 'unsettled', why: 'virtual-time-limit' });
    expect(await call(subject, 'sleep', 1)).toMatchObject({ kind: 'unsettled', why: 'exit' });
  });

  it('waits without a time-out for a reply that never comes: stuck, and it says for what', async () => {
    provider.answer = () => {};
    const { subject } = await begin();
    expect(await call(subject, 'hold', 'http://api.test.example/')).toEqual({
      kind: 'unsettled',
      why: 'stuck',
      detail: 'waits for a reply from api.test.example:80',
    });
  });

  it('floods its log: the first and the last part are kept, and the gap is told', async () => {
    const { subject } = await begin();
    await call(subject, 'flood', 100_000);
    await subject.end();
    const lines = notices('log');
    expect(lines[0]?.text).toMatch(/^line 0 /);
    expect(lines.at(-1)?.text).toMatch(/^line 99999 /);
    const gaps = lines.filter(({ dropped }) => dropped !== undefined);
    expect(gaps).toHaveLength(1);
    const kept = lines.reduce((sum, { text }) => sum + text.length + 1, 0);
    const written = Array.from({ length: 100_000 }, (_, line) => `line ${line} `.length + 101).reduce((a, b) => a + b);
    // To a line break: the line in which the gap begins has lost its own.
    expect(kept + (gaps[0]?.dropped ?? 0)).toBe(written + 1);
  });
});

describe('a contract that cannot be used', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'contract-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const file = async (text: string) => {
    const path = join(directory, 'bad.contract.ts');
    await writeFile(path, text);
    return settings({ contract: path });
  };
  const problem = async (given: SubjectSettings): Promise<unknown> => {
    try {
      subject = await startModuleSubject(given);
      await subject.begin(1);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it.each([
    ['does not parse', 'export default {', /bad\.contract\.ts does not load: it does not parse/],
    ['exports nothing', 'export const service = 1', /no default export; write/],
    ['has no start', 'export default {}', /no start\(\); add/],
    ['throws', 'throw new Error("no luck")', /no luck/],
    ['imports what is not there', 'import "not-there"; export default {}', /not-there[\s\S]*inside start\(\)/],
    ['ends the process', 'process.exit(7)', /its process ended \(exit code 7\)/],
    ['throws in start', 'export default { start() { throw new Error("no key") } }', /start\(\)[\s\S]*no key/],
    ['starts to nothing', 'export default { start() {} }', /returned no perform\(\)/],
    ['never starts', 'export default { start: () => new Promise(() => {}) }', /never settled/],
  ])('%s: one error that says what to do', async (_, text, message) => {
    const error = await problem(await file(text));
    expect(error).toBeInstanceOf(ContractError);
    expect(String(error)).toMatch(message);
  });
});

it('leaves what was compiled to the next subject, although it is killed', async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'gauntlet-test-'));
  const given = settings();
  vi.stubEnv('TMPDIR', temporary);
  try {
    subject = await startModuleSubject(given);
    await subject.begin(1);
    await subject.end();
    await subject.close();
    const kept = await readdir(temporary, { recursive: true });
    expect(kept[0]).toMatch(/^gauntlet-compile-cache-/);
    expect(kept.length).toBeGreaterThan(20);
  } finally {
    vi.unstubAllEnvs();
    await rm(temporary, { recursive: true, force: true });
  }
});

describe('a harness that is killed', () => {
  it('leaves no process and no file', async () => {
    const program = fileURLToPath(new URL('./test-killed-harness.ts', import.meta.url));
    const harness = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>((resolve) => harness.stdout.once('data', (data) => resolve(String(data))));
    const { pids, directory }: { pids: number[]; directory: string } = JSON.parse(line);
    const isAlive = (pid: number) => existsSync(`/proc/${pid}/cmdline`);
    expect(pids.map(isAlive)).toEqual([true, true]);
    harness.kill('SIGKILL');
    await expect.poll(() => pids.some(isAlive) || existsSync(directory)).toBe(false);
  });
});
