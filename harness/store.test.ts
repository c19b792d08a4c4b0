import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { mergeRuns } from './merge-runs.ts';
import type { TraceHeader } from './model/trace.ts';
import {
  createRun,
  findTrace,
  openTraceFile,
  readCounterexamples,
  readRun,
  readTraces,
  type StoredRun,
} from './store.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-store-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const facts: StoredRun['facts'] = {
  service: 'shop',
  type: 'output-only',
  policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
  operations: {},
  providers: [],
  secrets: [],
  probes: [],
  secretCarriers: [],
};
const run = (seed: number): StoredRun => ({
  storeVersion: 1,
  id: 'r',
  contract: 'shop.contract.ts',
  seed,
  planned: 2,
  clock: 'virtual',
  startedAt: '2026-01-01T00:00:00.000Z',
  facts,
});
const header = (id: string): TraceHeader => ({
  traceVersion: 1,
  case: id,
  plan: { scenario: 'control', seed: 1, actions: [], faults: [] },
  integration: facts,
  clock: 'virtual',
  epochMs: 0,
});
const store = (folder: string, id: string, job = 0): void => {
  const file = openTraceFile(folder, job);
  file.begin(header(id));
  file.write({ seq: 0, at: 0, type: 'env-read', name: 'SHOP_KEY' });
  file.end();
  file.close();
};

test('a run that was killed in the middle of a line still opens, with the case it was in marked incomplete', () => {
  const folder = newFolder();
  createRun(folder, run(1));
  store(folder, 'control#0');
  const file = openTraceFile(folder, 0);
  file.begin(header('control#1'));
  file.write({ seq: 0, at: 0, type: 'env-read', name: 'SHOP_KEY' });
  file.close();
  appendFileSync(join(folder, 'traces', 'job-0.ndjson'), '{"event":{"seq":1,"at":3,"ty');
  const traces = [...readTraces(folder)];
  expect(traces.map((trace) => [trace.case, trace.complete, trace.events.length])).toEqual([
    ['control#0', true, 1],
    ['control#1', false, 1],
  ]);
  expect(readRun(folder).durationMs).toBeUndefined();
});

test('an unreadable line in the middle costs its case, and no other', () => {
  const folder = newFolder();
  createRun(folder, run(1));
  const junk = ['5', '"x"', 'null', '{"begin":5}', '{"event":{}}', '\u0000\ufffd'];
  const file = join(folder, 'traces', 'job-0.ndjson');
  appendFileSync(file, `${junk.join('\n')}\n`);
  store(folder, 'control#0');
  appendFileSync(file, `${JSON.stringify({ begin: header('control#1') })}\n{"event":\n{"end":true}\n`);
  store(folder, 'control#2');
  expect([...readTraces(folder)].map((trace) => [trace.case, trace.complete])).toEqual([
    ['control#0', true],
    ['control#1', false],
    ['control#2', true],
  ]);
});

test.each(['null', '5', '{"storeVersion":1}', '{"storeVersion":99}', '{"storeVersion', ''])(
  'what is no run, or no more, is told as such: %s',
  (text) => {
    const folder = newFolder();
    writeFileSync(join(folder, 'run.json'), text);
    expect(() => readRun(folder)).toThrow(/run\.json is not a run that this version can read/);
  },
);

test('a counterexample that cannot be read is passed over', () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'counterexamples'));
  for (const [index, text] of ['null', '{"rule":"a"}', '{"rule":"b","plan":{}}', '{"ru'].entries())
    writeFileSync(join(folder, 'counterexamples', `${index}.json`), text);
  expect(readCounterexamples(folder)).toEqual([]);
});

test('a new run in the same folder keeps nothing of the one before', () => {
  const folder = newFolder();
  createRun(folder, run(1));
  store(folder, 'control#0');
  createRun(folder, run(2));
  expect([...readTraces(folder)]).toEqual([]);
});

test('shards merge into one run, and runs of other seeds are refused', () => {
  const [whole, one, two] = [newFolder(), newFolder(), newFolder()];
  for (const [index, shard] of [one, two].entries()) {
    createRun(shard, { ...run(1), shard: { index: index + 1, of: 2 } });
    store(shard, `control#${index}`);
  }
  mergeRuns(whole, [one, two]);
  expect(readRun(whole)).toMatchObject({ planned: 4 });
  expect(readRun(whole).shard).toBeUndefined();
  expect(findTrace(whole, 'control#1')?.complete).toBe(true);
  createRun(two, run(9));
  expect(() => mergeRuns(whole, [one, two])).toThrow(/not shards of one run/);
});

test('a folder without a run says where to look', () => {
  expect(() => readRun(newFolder())).toThrow(/No run is stored in .* Give the folder of one integration/);
});
