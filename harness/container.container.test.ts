/** A service in a container, from its contract to its trace; what can be wrong with it; and nothing of it is left behind. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBaseImage } from '../examples/container/base-image.ts';
import { nowhere, openCaseBench } from './case-bench.ts';
import { faults } from './faults/index.ts';
import { loadContract } from './load-contract.ts';
import type { Trace, TraceEvent } from './model/trace.ts';
import { ContractError } from './ports/errors.ts';
import { runCase } from './run.ts';
import { containerEngine, ownerLabel } from './subjects/container-engine.ts';
import { pause } from './subjects/real-time.ts';
import { supervisor } from './subjects/supervisor.ts';
import { skipped } from './subjects/test-engine.ts';
import { serviceContract } from './subjects/test-service-contract.ts';

const bin = fileURLToPath(new URL('../bin/gauntlet.js', import.meta.url));
const slow = 120_000;

const contractText = (subject: string) => serviceContract(`kind: 'container', ${subject}`);

const dockerfile = `FROM gauntlet-example-node
COPY service.ts service.js package.json /app/
ENTRYPOINT []
CMD ["/usr/bin/node", "/app/service.ts"]
`;

/** Of one harness process: others may run beside this one. */
const containersOf = async (owner: string): Promise<readonly string[]> => {
  const { dockerode } = (await containerEngine()).client.container;
  return (await dockerode.listContainers({ all: true, filters: { label: [`${ownerLabel}=${owner}`] } })).map(
    ({ Id }) => Id,
  );
};
const ours = () => containersOf(basename(supervisor().directory));

describe.skipIf(skipped)('a service in a container', () => {
  let folder = '';
  beforeAll(async () => {
    makeBaseImage();
    folder = await mkdtemp(join(tmpdir(), 'containers-'));
    const source = fileURLToPath(new URL('./subjects/test-service.ts', import.meta.url));
    const service = await readFile(source, 'utf8');
    await writeFile(join(folder, 'service.ts'), service);
    await writeFile(join(folder, 'service.js'), stripTypeScriptTypes(service));
    // So that Node takes both for modules without a word.
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'Dockerfile'), dockerfile);
    await writeFile(join(folder, 'Broken'), 'FROM gauntlet-example-node\nCOPY nothing.ts /app/\n');
  }, slow);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  let files = 0;
  const open = async (subject: string) => {
    files += 1;
    const path = join(folder, `c${files}.contract.ts`);
    await writeFile(path, contractText(subject));
    return openCaseBench(await loadContract(path), faults, 1, false);
  };

  const eventsOf = <T extends TraceEvent['type']>({ events }: Trace, type: T) =>
    events.filter((event): event is Extract<TraceEvent, { readonly type: T }> => event.type === type);

  test.each([
    ['virtual', undefined, ''],
    ['real', undefined, "clock: 'real',"],
    // What an old Node says to an agent that it cannot read.
    ['real', 'no-agent', "command: ['/usr/bin/node', '--no-experimental-strip-types', '/app/service.js'],"],
  ])(
    'on the %s clock (%s), it reaches its provider, keeps its state over a restart, and its log is told in order',
    async (clock, obstacle, subject) => {
      const bench = await open(subject);
      const order = { kind: 'perform', operation: 'order', input: {}, user: 'ada', correlationId: 'c' } as const;
      try {
        const plan = {
          scenario: 'container',
          seed: 1,
          actions: [order, { kind: 'restart' } as const, order],
          faults: [],
        };
        const trace = await runCase('container#0', plan, bench, nowhere);
        expect(eventsOf(trace, 'harness-error')).toEqual([]);
        expect([trace.clock, bench.clockObstacle]).toEqual([clock, obstacle]);
        expect(eventsOf(trace, 'outcome').map(({ result }) => result)).toEqual([
          { kind: 'ok', value: { status: 201, before: 0 } },
          { kind: 'ok', value: { status: 201, before: 1 } },
        ]);
        const told = trace.events.flatMap(({ type }) =>
          ['request', 'reply', 'log', 'outcome', 'exit'].includes(type) ? [type] : [],
        );
        expect(told.slice(told.indexOf('request'))).toEqual([
          ...['request', 'reply', 'log', 'outcome'],
          ...['exit', 'log', 'request', 'reply', 'log', 'outcome'],
        ]);
      } finally {
        await bench.close();
      }
      expect(await ours()).toEqual([]);
    },
    slow,
  );

  test.each([
    [
      'an image that does not exist',
      "image: 'localhost:1/no-such-image:1',",
      /the image localhost:1\/no-such-image:1 is not on this machine and cannot be pulled/,
    ],
    [
      'a Dockerfile that does not exist',
      "dockerfile: 'Nowhere',",
      /Nowhere does not exist\. Correct subject\.dockerfile/,
    ],
    ['a Dockerfile that cannot be built', "dockerfile: 'Broken',", /Broken cannot be built: .*nothing\.ts/],
    [
      'a program that the image does not hold',
      "image: 'gauntlet-example-node', command: ['/no/program'],",
      /could not be started: .*no\/program/,
    ],
    [
      'one that ends at once',
      "env: { PORT: '{port}', DOES: 'exits' },",
      /exit code 3\):\sSHOP_REGION is not set\nIt ended before it was ready/,
    ],
    [
      'one that prints without end',
      `image: 'gauntlet-example-node', command: ['/usr/bin/node', '-e', "const on = () => process.stdout.write('x'.repeat(65536), on); on(); // {port}"],`,
      /flooded its log/,
    ],
    [
      'one that never becomes ready',
      "readyWithinMs: 400, env: { PORT: '{port}', DOES: 'never listens' },",
      /not ready after 0\.4 s.*Correct subject\.ready/s,
    ],
  ])(
    '%s is the contract’s problem, told once, and leaves nothing behind',
    async (_name, subject, message) => {
      const error: unknown = await open(subject).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ContractError);
      expect(String(error)).toMatch(message);
      expect(await ours()).toEqual([]);
    },
    slow,
  );

  test(
    'killing the harness leaves no container and no folder',
    async () => {
      const temporary = join(folder, 'temporary');
      await mkdir(temporary);
      await writeFile(join(folder, 'killed.contract.ts'), contractText(''));
      const run = spawn(process.execPath, [bin, 'run', 'killed.contract.ts', '--jobs', '1', '--format', 'json'], {
        cwd: folder,
        stdio: 'ignore',
        env: { ...process.env, TMPDIR: temporary },
      });
      const exited = new Promise((resolve) => run.on('exit', resolve));
      const folders = async () => (await readdir(temporary)).filter((name) => name.startsWith('gauntlet-'));
      let owner = '';
      for (let tries = 0; tries < 600 && owner === ''; tries += 1) {
        await pause(100);
        for (const name of await folders()) if ((await containersOf(name)).length > 0) owner = name;
      }
      expect(owner).not.toBe('');
      run.kill('SIGKILL');
      await exited;
      for (let tries = 0; tries < 300 && (await folders()).length > 0; tries += 1) await pause(100);
      expect([await containersOf(owner), await folders()]).toEqual([[], []]);
      const kept = await readdir(temporary, { recursive: true });
      await pause(1_000);
      expect(await readdir(temporary, { recursive: true })).toEqual(kept);
    },
    slow,
  );
});

test(
  'an engine that is not there is one clear message, exit code 2',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'no-engine-'));
    try {
      await writeFile(join(folder, 'shop.contract.ts'), contractText("image: 'shop',"));
      const run = spawn(process.execPath, [bin, 'run', 'shop.contract.ts'], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, DOCKER_HOST: 'tcp://127.0.0.1:1', HOME: folder, PATH: process.env.PATH ?? '' },
      });
      const code = new Promise((resolve) => run.on('exit', resolve));
      const told = (await run.stderr.toArray()).join('');
      expect(told).toMatch(/No container engine answers on this machine: .*\nStart Docker, or set DOCKER_HOST/);
      expect(await code).toBe(2);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  slow,
);
