/**
 * The public surface: what a contract is written with, and the verbs for those who run contracts from their own code.
 * Providers come from `@compass/gauntlet/providers`, reports from `/reports`, tests for Vitest from `/vitest`.
 */
import type * as judging from './judge-stored.ts';
import type * as loading from './load-contract.ts';
import type * as replaying from './replay.ts';
import type * as running from './run-contract.ts';
import type { RunResult } from './run-result.ts';

export * as fc from 'fast-check';
export type { Bench } from './bench.ts';
export type { LoadedContract } from './load-contract.ts';
export type * from './model/inspection.ts';
export type * from './model/integration-facts.ts';
export type * from './model/json.ts';
export type * from './model/plan.ts';
export type * from './model/report.ts';
export type * from './model/run-facts.ts';
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
  type WebhookSpec,
  type World,
} from './ports/integration.ts';
export type * from './ports/provider.ts';
export type * from './ports/rule.ts';
export type * from './ports/scenario.ts';
export type * from './ports/service-subject.ts';
export type { ReplayResult } from './replay.ts';
export type { Progress, RunOptions } from './run-options.ts';
export type { RuleResult, RunResult } from './run-result.ts';

// Every contract imports this module, in the subject's process too: the engine is only loaded when a verb is used.

/** Verifies one contract and stores the run. Rejects with `UsageError` or `ContractError` before anything is written. */
export const runContract: typeof running.runContract = async (...args) =>
  (await import('./run-contract.ts')).runContract(...args);

/** Judges a stored run with the rules of the bench. */
export const judgeStored = async (...args: Parameters<typeof judging.judgeStored>): Promise<RunResult> =>
  (await import('./judge-stored.ts')).judgeStored(...args);

/** Runs the counterexamples of a stored run again. */
export const replayStored: typeof replaying.replayStored = async (...args) =>
  (await import('./replay.ts')).replayStored(...args);

/** Loads and checks a contract. Rejects with `ContractError`. */
export const loadContract: typeof loading.loadContract = async (...args) =>
  (await import('./load-contract.ts')).loadContract(...args);
