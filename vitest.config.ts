import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What runs whole programs takes longest, however short its file is: none of it is left to run alone in the end. */
const isWholePath = ({ moduleId }: TestSpecification): boolean => /\/(examples|harness\/(cli|vitest))\//.test(moduleId);

class WholePathsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isWholePath), ...sorted.filter((file) => !isWholePath(file))];
  }
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@compass\/gauntlet$/, replacement: source('./harness/index.ts') },
      { find: /^@compass\/gauntlet\/providers$/, replacement: source('./providers/index.ts') },
      { find: /^@compass\/gauntlet\/reports$/, replacement: source('./reports/index.ts') },
      { find: /^@compass\/gauntlet\/vitest$/, replacement: source('./harness/vitest/index.ts') },
    ],
  },
  test: {
    testTimeout: 60_000,
    // A busy machine takes more than the second that is usual.
    expect: { poll: { timeout: 15_000 } },
    // Most tests wait for processes of their own: one worker for each of two cores leaves neither idle.
    maxWorkers: 2,
    sequence: { sequencer: WholePathsFirst },
    projects: [
      { extends: true, test: { name: 'parts', include: ['{harness,providers,reports,examples}/**/*.test.ts'] } },
      {
        extends: true,
        // Pure functions of plans and traces: to start a process for each of a hundred files takes longer than the tests.
        test: { name: 'rules', include: ['scenarios/**/*.test.ts'], isolate: false },
      },
    ],
  },
});
