/** On which lines a contract declares what it declares, for reports that point into the repository. */
import { readFileSync } from 'node:fs';
import type { IntegrationFacts } from '../model/integration-facts.ts';

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A stored run may outlive its contract.
    return '';
  }
};

const escaped = (name: string): string => name.replace(/[^\w]/g, '\\$&');

/**
 * Lines count from 1; what is not found is left out. `''`: the call of `defineIntegration`, or the service's name in a contract that is data. A name is looked for as a
 * key, after the list that it belongs to began.
 */
export const contractLines = (contract: string, facts: IntegrationFacts): { readonly [name: string]: number } => {
  const lines = textOf(contract).split('\n');
  const find = (pattern: RegExp, from = 0): number | undefined => {
    const index = lines.findIndex((line, at) => at >= from && pattern.test(line));
    return index < 0 ? undefined : index;
  };
  const start = find(/\bdefineIntegration\s*\(|^service:/);
  const keys = (list: string, names: readonly string[]) => {
    const from = find(new RegExp(`^\\s*${list}\\b`), start ?? 0);
    return names.flatMap((name) => {
      const at =
        from === undefined ? undefined : find(new RegExp(`(?:^|[\\s{,'"])${escaped(name)}['"]?\\s*[:,(]`), from);
      return at === undefined ? [] : [[name, at + 1] as const];
    });
  };
  return Object.fromEntries([
    ...(start === undefined ? [] : [['', start + 1] as const]),
    ...keys('operations', Object.keys(facts.operations)),
    ...keys(
      'secrets',
      facts.secrets.map(({ name }) => name),
    ),
  ]);
};
