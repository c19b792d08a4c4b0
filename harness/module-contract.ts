/** A contract that is a module: what it exports, checked whole. */
import { z } from 'zod';
import { crossProblems } from './contract-problems.ts';
import { contractShape, sayWrongType } from './contract-shape.ts';
import { inputProblems } from './input-problems.ts';
import { importDefault, reasonOf } from './load-module.ts';
import { ContractError } from './ports/errors.ts';
import type { Integration } from './ports/integration.ts';

const isFunction = (value: unknown): boolean => typeof value === 'function';
const hasFunction = (value: unknown, name: string): boolean =>
  typeof value === 'object' && value !== null && name in value && isFunction(Reflect.get(value, name));

const shape = contractShape({
  provider: z.custom((value) => hasFunction(value, 'open') && typeof Reflect.get(Object(value), 'id') === 'string', {
    error: "must be a provider, such as linear() from '@compass/gauntlet/providers'",
  }),
  input: z.custom((value) => hasFunction(value, 'generate'), {
    error: 'must be a fast-check arbitrary, such as fc.record({ title: fc.string() })',
  }),
  dialect: z.custom((value) => hasFunction(value, 'headers'), { error: 'must be a webhook dialect' }),
}).extend({
  env: z.custom(isFunction, { error: 'must be a function (world) => ({ NAME: value })' }).optional(),
  start: z.custom(isFunction, { error: 'must be a function (world) => ({ perform, ... })' }).optional(),
});

type Issue = z.core.$ZodIssue;

const tellIssue = ({ path, message }: Issue): string => {
  const where = path.map(String).join('.');
  return where === '' ? `the contract ${message}` : `${where}: ${message}`;
};

const refuse = (file: string, problems: readonly string[]): never => {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new ContractError(
    [`${file} cannot be used, it has ${count}:`, ...problems.map((problem) => `  - ${problem}`)].join('\n'),
  );
};

/** The parts that `crossProblems` reads have their shape, so that it can speak although other parts are wrong. */
const canCross = (issues: readonly Issue[]): boolean =>
  !issues.some(
    ({ path: [part] }) =>
      part === undefined ||
      part === 'providers' ||
      part === 'secrets' ||
      part === 'secretCarriers' ||
      part === 'secretManager',
  );

const checked = (file: string, exported: unknown): Integration => {
  const issues = shape.safeParse(exported, { error: sayWrongType }).error?.issues ?? [];
  // Functions and providers are checked by what they can do, which the type cannot follow.
  const integration = exported as Integration;
  const problems = [
    ...issues.map(tellIssue),
    ...(canCross(issues) ? [...crossProblems(integration), ...inputProblems(integration)] : []),
  ];
  return problems.length === 0 ? integration : refuse(file, problems);
};

/** `file`: how it is named. Rejects with `ContractError`. */
export const readModuleContract = async (path: string, file: string): Promise<Integration> => {
  const exported = await importDefault(path, file);
  if (exported === undefined)
    throw new ContractError(
      `${file} has no default export. End it with: export default defineIntegration({ service: '...', ... });`,
    );
  // What was exported may be anything, also something that throws when it is looked at.
  try {
    return checked(file, exported);
  } catch (error) {
    if (error instanceof ContractError) throw error;
    throw new ContractError(
      `${file} cannot be read: ${reasonOf(error)}\nExport a plain object: export default defineIntegration({ service: '...', ... });`,
      { cause: error },
    );
  }
};
