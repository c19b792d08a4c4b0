/** The bench that `gauntlet` verifies with unless it is given another: this standard, these scenarios, every fault. */
import type { Bench } from '../harness/bench.ts';
import { deliveryFaults } from '../harness/deliveries/faults/index.ts';
import { faults } from '../harness/faults/index.ts';
import { catalogue } from '../providers/catalogue.ts';
import { allScenarios } from './index.ts';
import { allRules } from './rules/index.ts';
import { inspectionRules } from './rules/inspection/index.ts';
import { std1701 } from './standards/std-17-01.ts';

export const bench: Bench = {
  scenarios: allScenarios,
  rules: allRules,
  inspectionRules,
  faults: [...faults, ...deliveryFaults],
  standard: std1701,
  catalogue,
  module: import.meta.url,
};
