/**
 * The main module of a `module` subject's process: loads the contract, starts the integration, and calls it. The agent,
 * which was loaded before it, calls these tasks by name.
 */

import { type ProbeName, probeNames } from '../model/integration-facts.ts';
import type { Json } from '../model/json.ts';
import type { RunningIntegration, World } from '../ports/integration.ts';
import type { CallResult } from '../ports/subject.ts';
import { importContract, prepareForContract } from './contract-loader.ts';

await prepareForContract();

/** The contract lacks something; the message says what to write. */
class ContractProblem extends Error {
  override readonly name = 'ContractProblem';
}

interface StartableContract {
  start(world: World): Promise<RunningIntegration> | RunningIntegration;
}

let contract: StartableContract | undefined;
let world: World | undefined;
let integration: RunningIntegration | undefined;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Throws with a message that says what the file lacks. */
async function load(path: string, urls: { readonly [provider: string]: string }, stateDir: string): Promise<void> {
  const exported = await importContract(path);
  if (!isObject(exported))
    throw new ContractProblem('it has no default export; write `export default defineIntegration({ ... })`');
  if (!('start' in exported) || typeof exported.start !== 'function') {
    throw new ContractProblem('its default export has no start(); add `start: async (world) => ({ perform })`');
  }
  contract = exported as StartableContract;
  world = {
    stateDir,
    url: (provider) => {
      const url = urls[provider];
      if (url !== undefined) return url;
      throw new Error(
        `world.url('${provider}'): the contract has no such provider (it has ${Object.keys(urls).join(', ') || 'none'})`,
      );
    },
  };
}

/** What the integration offers: its probes, and where it listens for webhooks. */
async function start(): Promise<{ readonly probes: readonly ProbeName[]; readonly webhookPort: number | null }> {
  if (contract === undefined || world === undefined) throw new Error('no contract was loaded');
  const started: unknown = await contract.start(world);
  if (!isObject(started) || !('perform' in started) || typeof started.perform !== 'function') {
    throw new ContractProblem(
      'start() returned no perform(); return `{ perform: async (operation, input, context) => ... }`',
    );
  }
  integration = started as RunningIntegration;
  const offered = integration;
  return {
    probes: probeNames.filter((name) => typeof offered[name] === 'function'),
    webhookPort: offered.webhookPort ?? null,
  };
}

async function call(
  operation: string,
  input: Json,
  user: string,
  correlationId: string,
  signal: AbortSignal,
): Promise<CallResult> {
  if (integration === undefined) throw new Error('the integration was not started');
  return readResult(await integration.perform(operation, input, { user, correlationId, signal }));
}

function readResult(result: unknown): CallResult {
  if (isObject(result) && 'ok' in result) {
    if (result.ok === true) return { kind: 'ok', value: 'value' in result ? (result.value as Json) : null };
    if (result.ok === false && 'error' in result) return { kind: 'error', error: result.error as Json };
  }
  return {
    kind: 'thrown',
    name: 'NoOperationResult',
    message: 'perform() resolved to neither { ok: true, value } nor { ok: false, error }',
    stack: '',
  };
}

async function probe(name: ProbeName): Promise<readonly unknown[]> {
  return (await integration?.[name]?.()) ?? [];
}

async function stop(): Promise<void> {
  const stopping = integration;
  integration = undefined;
  await stopping?.stop?.();
}

type Task = (args: readonly Json[], signal: AbortSignal) => unknown;

export const tasks: { readonly [name: string]: Task } = {
  load: ([path, urls, stateDir]) =>
    load(String(path), urls as { readonly [provider: string]: string }, String(stateDir)),
  start,
  call: ([operation, input, user, correlationId], signal) =>
    call(String(operation), input ?? null, String(user), String(correlationId), signal),
  probe: ([name]) => probe(name as ProbeName),
  stop,
};
