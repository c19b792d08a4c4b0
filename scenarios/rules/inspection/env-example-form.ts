/** Appendix A: a block for each integration, headed by three comments. */
import type { InspectionRule } from '../../../harness/ports/rule.ts';
import { found } from './told.ts';
import { readByIntegration } from './variables.ts';

export const envExampleForm: InspectionRule = {
  id: 'env-example-form',
  statement: '`.env.example` says of each variable which integration needs it, what for, and where to get it.',
  topic: 'inspection',
  card: {
    asks: 'Write `.env.example` as the template does.',
    tested:
      'Above each variable that the contract declares or the run saw read: the comments Integration, Required for and Get from. Variables in a row share theirs; Integration holds until another is named.',
    fails: 'A comment is missing, or a line is neither comment nor NAME=value.',
    fix: 'Put `# Integration: Linear`, `# Required for: ...` and `# Get from: ...` above the variables.',
    source: 'STD-17-01 Appendix A',
  },
  judge: (inspection, _integration, run) => {
    const { envExample, variables } = inspection;
    const { declared } = variables;
    const read = readByIntegration(inspection, run);
    if (envExample === undefined) return [found(false, { file: '.env.example', line: 1, what: 'absent' })];
    const { file, entries, strangeLines } = envExample;
    const needed = new Set([...declared, ...read]);
    return [
      ...entries
        .filter(({ name }) => needed.has(name))
        .map(({ name, line, integration, requiredFor, getFrom }) => {
          const missing = [
            ...(integration ? [] : ['Integration']),
            ...(requiredFor ? [] : ['Required for']),
            ...(getFrom ? [] : ['Get from']),
          ];
          return found(missing.length === 0, { file, line, what: 'comments', name, missing });
        }),
      ...strangeLines.map((line) => found(false, { file, line, what: 'line' })),
    ];
  },
};
