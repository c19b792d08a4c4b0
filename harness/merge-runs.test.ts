import { expect, test } from 'vitest';
import { requireAllShards, requireShards } from './merge-runs.ts';
import type { StoredRun } from './store.ts';

const shard = (index: number, more: Partial<StoredRun> = {}): StoredRun => ({
  storeVersion: 1,
  id: `run-${index}`,
  contract: 'shop.contract.ts',
  seed: 1,
  planned: 2,
  clock: 'virtual',
  startedAt: '2026-11-23T10:00:00.000Z',
  commit: 'a'.repeat(40),
  shard: { index, of: 3 },
  facts: {
    ...{ service: 'shop', type: 'output-only', providers: [], operations: {}, secrets: [], probes: [] },
    policy: { maxRetries: 3, baseDelayMs: 1000, maxDelayMs: 60_000, attemptTimeoutMs: 10_000 },
    secretCarriers: [],
  },
  ...more,
});
const { shard: _, ...whole } = shard(1);

test('shards of one run are put together, and none may be missing', () => {
  requireShards([shard(1), shard(3), shard(2)]);
  requireAllShards([shard(1), shard(3), shard(2)]);
  requireShards([whole]);
  requireAllShards([whole]);
  expect(() => requireAllShards([shard(2)])).toThrow('Shard 1/3, Shard 3/3 of shop is missing.');
});

test.each([
  ['two runs of one integration', [whole, whole], 'not all of them were made with --shard'],
  ['a shard and a run', [shard(1), whole], 'not all of them were made with --shard'],
  ['one shard named twice', [shard(1), shard(2), shard(1)], '1/3 is among them twice'],
  ['shards of other numbers', [shard(1), shard(2, { shard: { index: 2, of: 2 } })], 'parts of different numbers'],
  ['another seed', [shard(1), shard(2, { seed: 9 })], 'they differ in seed (1, 9)'],
  ['another commit', [shard(1), shard(2, { commit: 'b' })], `they differ in commit (${'a'.repeat(40)}, b)`],
  [
    'another standard',
    [
      shard(1),
      shard(2, {
        standard: { module: 'team.ts', sha256: '', standard: { id: 'TEAM-1', title: 'Ours', clauses: [] } },
      }),
    ],
    'they differ in standard.',
  ],
] as const)('%s are no shards of one run', (_what, runs, why) => {
  expect(() => requireShards(runs)).toThrow(why);
  expect(() => requireShards(runs)).toThrow('Name one of them; --baseline compares two.');
});
