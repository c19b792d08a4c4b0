/** A contract that is data, made into what a module would have exported. Every mistake is told at once, with its line. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { crossProblems } from '../contract-problems.ts';
import { sayWrongType } from '../contract-shape.ts';
import { inputProblems } from '../input-problems.ts';
import { flatIssues, namedPath, type Problem, problemsOf, readLocated } from '../located-yaml.ts';
import type { Catalogue, Named } from '../ports/catalogue.ts';
import { ContractError } from '../ports/errors.ts';
import type { Integration } from '../ports/integration.ts';
import { inputArbitrary } from './input-arbitrary.ts';
import { type Choice, dataShape } from './shape.ts';

type Data = z.infer<ReturnType<typeof dataShape>>;
type Tell = (path: readonly (string | number)[], text: string) => void;

const made = <T>(things: { readonly [name: string]: Named<T> }, choice: Choice, folder: string, tell: Tell): T[] => {
  const [name = '', options] = typeof choice === 'string' ? [choice, {}] : (Object.entries(choice)[0] ?? []);
  const thing = things[name];
  if (thing === undefined) return [];
  try {
    return [thing.make(options, folder)];
  } catch (error) {
    tell([name], error instanceof Error ? error.message : String(error));
    return [];
  }
};

const within =
  (tell: Tell, ...where: readonly (string | number)[]): Tell =>
  (path, text) =>
    tell([...where, ...path], text);

const providersOf = ({ providers }: Data, catalogue: Catalogue, folder: string, tell: Tell) =>
  providers.flatMap((choice, index) => made(catalogue.providers, choice, folder, within(tell, 'providers', index)));

const operationsOf = ({ operations }: Data, tell: Tell) =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      { ...operation, input: inputArbitrary(operation.input, within(tell, 'operations', name, 'input')) },
    ]),
  );

const webhookOf = ({ webhook }: Data, catalogue: Catalogue, folder: string, tell: Tell) => {
  if (webhook?.dialect === undefined) return webhook;
  const [dialect] = made(catalogue.dialects, webhook.dialect, folder, within(tell, 'webhook', 'dialect'));
  return { ...webhook, dialect };
};

/** A problem begins with the place that it is about: `operations.order.http: is missing`. */
const placeOf = (problem: string): readonly (string | number)[] =>
  (/^[^:]+(?=: )/.exec(problem)?.[0] ?? '').split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));

const refuse = (file: string, what: string, problems: readonly Problem[]): never => {
  const lines = problems.toSorted((a, b) => a.line - b.line).map(({ line, text }) => `  ${file}:${line}: ${text}`);
  throw new ContractError([`${file} ${what}. Correct it:`, ...lines].join('\n'));
};

/** `file`: how it is named. Throws `ContractError`. */
export const readDataContract = (path: string, file: string, catalogue: Catalogue): Integration => {
  const located = readLocated(readFileSync(path, 'utf8'));
  if (located.unreadable.length > 0) refuse(file, 'is no YAML that can be read', located.unreadable);

  const issues = flatIssues(dataShape(catalogue).safeParse(located.value, { error: sayWrongType }).error?.issues ?? []);
  const problems = [...problemsOf(issues, located)];
  const isWhole = (part: string): boolean => !issues.some(({ path: [wrong] }) => wrong === part);
  if (issues.some(({ code, path: [part] }) => part === undefined && code !== 'unrecognized_keys'))
    refuse(file, 'is no contract', problems);

  const folder = dirname(path);
  // Only parts that have their shape are looked into.
  const data = located.value as Data;
  const tell: Tell = (where, text) =>
    problems.push({ line: located.lineOf(where), text: `${namedPath(where)} ${text}` });
  const providers = isWhole('providers') ? providersOf(data, catalogue, folder, tell) : [];
  const operations = isWhole('operations') ? operationsOf(data, tell) : {};
  const webhook = isWhole('webhook') ? webhookOf(data, catalogue, folder, tell) : undefined;
  const integration = { ...data, providers, operations, webhook } as Integration;

  const needed = ['providers', 'secrets', 'secretCarriers', 'secretManager', 'subject'];
  if (needed.every(isWhole) && providers.length === data.providers.length)
    for (const text of [...crossProblems(integration), ...inputProblems(integration)]) {
      const place = placeOf(text);
      if (isWhole(String(place[0]))) problems.push({ line: located.lineOf(place), text });
    }
  return problems.length === 0 ? integration : refuse(file, 'cannot be used', problems);
};
