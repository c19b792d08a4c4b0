import { expect, test } from 'vitest';
import { inspectionRules } from '../../scenarios/rules/inspection/index.ts';
import { isExactFixture, tryInspectionFixtures } from './inspection-fixtures.ts';

test('each inspection rule holds in the repository that keeps it and is broken, alone, by the one that breaks it', async () => {
  const results = await tryInspectionFixtures();
  expect(results.filter((result) => !isExactFixture(result))).toEqual([]);
  expect(results.map(({ rule }) => rule)).toEqual(inspectionRules.map(({ id }) => id));
}, 120_000);
