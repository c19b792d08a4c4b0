/**
 * What popular clients really do when a provider misbehaves: runs every contract of `clients/` and writes the grid.
 * `npm run clients [-- --keep DIR] [client...]`; with names only those are run, and the grid is printed instead of written.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readTraces } from '../harness/store.ts';
import { type Cell, cellsOf, type Grid } from './clients/asking/grid.ts';
import { markdownOf } from './clients/asking/markdown.ts';
import { packages, versionOf } from './clients/asking/packages.ts';

const { values, positionals } = parseArgs({ options: { keep: { type: 'string' } }, allowPositionals: true });

const here = (path: string): string => fileURLToPath(new URL(`./clients/${path}`, import.meta.url));

/** The process of one client, so that nothing is left of the one before. Rejects when it fails. */
const runClient = (client: string, out: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, here('asking/run-client.ts'), client, out], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${client} could not be run (${signal ?? `exit ${code}`}).`)),
    );
  });

async function ask(client: string, out: string): Promise<readonly Cell[]> {
  const started = performance.now();
  await runClient(client, out);
  const cells = cellsOf(client, versionOf(client), [...readTraces(join(out, client))]);
  console.log(`${client} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return cells;
}

/** Two at a time, one for each core. */
async function askAll(clients: readonly string[], out: string): Promise<readonly Cell[]> {
  const waiting = [...clients];
  const asked = new Map<string, readonly Cell[]>();
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) asked.set(next, await ask(next, out));
  };
  await Promise.all([work(), work()]);
  return clients.flatMap((client) => asked.get(client) ?? []);
}

const known = Object.keys(packages);
const unknown = positionals.filter((client) => !known.includes(client));
if (unknown.length > 0) {
  console.error(`No such client: ${unknown.join(', ')}. There are ${known.join(', ')}.`);
  process.exit(2);
}
const out = values.keep ?? mkdtempSync(join(tmpdir(), 'gauntlet-clients-'));
try {
  const cells = await askAll(positionals.length === 0 ? known : positionals, out);
  const grid: Grid = {
    gridVersion: 1,
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cells,
  };
  if (positionals.length > 0) console.log(`\n${markdownOf(grid)}`);
  else {
    writeFileSync(here('grid.json'), `${JSON.stringify(grid, null, 2)}\n`);
    writeFileSync(here('grid.md'), markdownOf(grid));
    console.log('Written: examples/clients/grid.json and grid.md');
  }
} finally {
  if (values.keep === undefined) rmSync(out, { recursive: true, force: true });
}
