import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

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
    // Most tests wait for processes of their own: one worker for each of two cores leaves neither idle.
    maxWorkers: 2,
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
