/**
 * Loads a contract file and checks all that it declares before anything is started. Everything that is wrong is told
 * at once, in words that say what to do next.
 */
import { existsSync, statSync } from 'node:fs';
import { extname, relative, resolve } from 'node:path';
import { factsOf } from './contract-facts.ts';
import { readDataContract } from './data-contract/read.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import { readModuleContract } from './module-contract.ts';
import type { Catalogue } from './ports/catalogue.ts';
import { ContractError } from './ports/errors.ts';
import type { Integration } from './ports/integration.ts';

export interface LoadedContract {
  /** Absolute. */
  readonly path: string;
  readonly integration: Integration;
  /** `probes` is empty until the integration was started. */
  readonly facts: IntegrationFacts;
}

const isModule = (path: string): boolean => /^\.[cm]?[jt]sx?$/.test(extname(path));
const isData = (path: string): boolean => /^\.ya?ml$/.test(extname(path));

/**
 * Rejects with `ContractError`: the file is missing, does not parse, throws, exports no integration, or declares
 * something that cannot be. Starts and writes nothing. `catalogue`: what a contract that is data can name.
 */
export const loadContract = async (
  given: string,
  catalogue: Catalogue = { providers: {}, dialects: {} },
): Promise<LoadedContract> => {
  const path = resolve(given);
  const short = relative(process.cwd(), path);
  const file = short.startsWith('..') ? path : short;
  if (!existsSync(path)) {
    throw new ContractError(`${file} does not exist. Give the path of a contract file, such as linear.contract.ts.`);
  }
  if (!statSync(path).isFile()) {
    throw new ContractError(`${file} is a folder. Give the path of the contract file in it.`);
  }
  if (!isModule(path) && !isData(path)) {
    throw new ContractError(
      `${file} is no contract. Give data, such as linear.contract.yaml, or a module, such as linear.contract.ts, that ends with: export default defineIntegration({ service: '...', ... });`,
    );
  }
  const integration = isData(path) ? readDataContract(path, file, catalogue) : await readModuleContract(path, file);
  return { path, integration, facts: factsOf(integration) };
};
