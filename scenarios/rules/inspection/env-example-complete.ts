/** What somebody needs who sets the integration up for the first time. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { found } from './told.ts';
import { readByIntegration } from './variables.ts';

export const envExampleComplete: InspectionRule = {
  id: 'env-example-complete',
  statement: '`.env.example` names every variable that the integration needs.',
  topic: 'inspection',
  card: {
    asks: 'Document every required variable in `.env.example`.',
    tested:
      'It is compared with the secrets of the contract and with the variables that the integration was seen to read in the run, as far as its own files name them: those of libraries and of the platform are not asked for.',
    fails: 'There is none at the root of the folder, git ignores it, or a variable is missing.',
    fix: 'Add the missing variables with placeholder values, and commit the file under the name `.env.example`.',
    source: 'STD-17-01 §1.1, §3.1, §3.2, §3.8',
  },
  judge: (inspection, _integration, run) => {
    const { envExample, variables } = inspection;
    const { declared } = variables;
    const read = readByIntegration(inspection, run);
    if (envExample === undefined || envExample.file !== '.env.example')
      return [found(false, { file: envExample?.file ?? '.env.example', line: 1, what: 'absent' })];
    const { file, ignored, entries } = envExample;
    const names = new Set(entries.map(({ name }) => name));
    const missing = (name: string, needed: 'declared' | 'read') =>
      found(names.has(name), { file, line: 1, what: 'variable', name, needed });
    return [
      found(!ignored, { file, line: 1, what: 'ignored' }),
      ...declared.map((name) => missing(name, 'declared')),
      ...read.map((name) => missing(name, 'read')),
    ];
  },
};
