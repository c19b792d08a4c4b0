/** Which clock a service gets turns out when it starts: ours where one Node process does its work, whoever started that one. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nowhere, openCaseBench } from './case-bench.ts';
import { faults } from './faults/index.ts';
import { loadContract } from './load-contract.ts';
import type { Action } from './model/plan.ts';
import { runCase } from './run.ts';
import { serviceContract } from './subjects/test-service-contract.ts';

const contractText = (command: readonly string[]) =>
  serviceContract(`kind: 'command', command: ${JSON.stringify(command)},`);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-clock-'));
  const service = await readFile(fileURLToPath(new URL('./subjects/test-service.ts', import.meta.url)), 'utf8');
  await mkdir(join(folder, 'app'));
  await writeFile(join(folder, 'service.ts'), service);
  await writeFile(join(folder, 'service.js'), stripTypeScriptTypes(service));
  await writeFile(
    join(folder, 'parent.js'),
    "import { spawn } from 'node:child_process'; spawn(process.execPath, ['service.js'], { stdio: 'inherit' });",
  );
  const scripts = { prestart: 'node --eval 1', start: 'node service.js' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', scripts }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const tsx = fileURLToPath(new URL('../node_modules/.bin/tsx', import.meta.url));
/** The second begins when the first is there. */
const two =
  "rm -f there; node --eval \"fs.writeFileSync('there', ''); setInterval(() => {}, 1000)\" & until [ -e there ]; do sleep 0.05; done; exec node service.js";

test.each([
  ['npm, with a script that runs before', ['npm', 'start'], 'virtual', undefined],
  ['Node itself as the runner of scripts', ['node', '--run', 'start'], 'virtual', undefined],
  ['tsx', [tsx, 'service.ts'], 'virtual', undefined],
  ['a shell that passes its output on', ['sh', '-c', 'node service.js | cat'], 'virtual', undefined],
  ['a Node that does not read the agent', ['node', '--no-experimental-strip-types', 'service.js'], 'real', 'no-agent'],
  ['what shuts the agent out', ['env', '-u', 'NODE_OPTIONS', 'node', 'service.js'], 'real', 'no-agent'],
  ['two programs at once', ['sh', '-c', two], 'real', 'several-processes'],
  ['a program that leaves the work to a child', ['node', 'parent.js'], 'real', 'child-at-work'],
] as const)(
  '%s',
  async (name, command, clock, obstacle) => {
    const path = join(folder, `${name.replaceAll(/\W/g, '-')}.contract.ts`);
    await writeFile(path, contractText(command));
    const bench = await openCaseBench(await loadContract(path), faults, 1, false);
    const order: Action = { kind: 'perform', operation: 'order', input: {}, user: 'ada', correlationId: 'c' };
    try {
      const plan = { scenario: 'clock', seed: 1, actions: [order, { kind: 'restart' } as const, order], faults: [] };
      const { events, ...trace } = await runCase('clock#0', plan, bench, nowhere);
      expect([trace.clock, bench.clockObstacle]).toEqual([clock, obstacle]);
      const told = events.flatMap((event): readonly unknown[] => {
        if (event.type === 'outcome') return [event.result];
        // What package managers say of themselves is none of the service's lines.
        if (event.type === 'log') return event.text.startsWith('{') ? ['log'] : [];
        return ['request', 'reply', 'exit', 'harness-error', 'unclaimed'].includes(event.type) ? [event.type] : [];
      });
      expect(told).toEqual([
        ...['request', 'reply', 'log', { kind: 'ok', value: { status: 201, before: 0 } }, 'exit'],
        ...['request', 'reply', 'log', { kind: 'ok', value: { status: 201, before: 1 } }],
      ]);
    } finally {
      await bench.close();
    }
  },
  60_000,
);
