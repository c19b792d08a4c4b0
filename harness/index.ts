/**
 * The public surface: what a contract is written with, and the verbs for those who run contracts from their own code.
 * Providers come from `@compass/gauntlet/providers`, reports from `/reports`, tests for Vitest from `/vitest`.
 */
export * as fc from 'fast-check';
export type { Bench } from './bench.ts';
export {
  judgeStored,
  type Progress,
  type ReplayResult,
  type RuleResult,
  type RunOptions,
  type RunResult,
  replayStored,
  runContract,
} from './engine.ts';
export { type LoadedContract, loadContract } from './load-contract.ts';
export type * from './model/integration-facts.ts';
export type * from './model/json.ts';
export type * from './model/plan.ts';
export type * from './model/report.ts';
export type * from './model/standard.ts';
export type * from './model/trace.ts';
export type * from './model/verdict.ts';
export { ContractError, HarnessError, UsageError } from './ports/errors.ts';
export type * from './ports/fault.ts';
export type * from './ports/format.ts';
export {
  type CallContext,
  defineIntegration,
  type Integration,
  type IntegrationError,
  type OperationResult,
  type OperationSpec,
  type RunningIntegration,
  type World,
} from './ports/integration.ts';
export type * from './ports/provider.ts';
export type * from './ports/rule.ts';
export type * from './ports/scenario.ts';
