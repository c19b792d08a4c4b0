import { expect, test } from 'vitest';
import { isLauncher } from './launchers.ts';

test.each([
  ['/usr/lib/node_modules/npm/bin/npm-cli.js', true],
  ['/usr/bin/npm', true],
  ['/usr/bin/npx', true],
  ['/app/.yarn/releases/yarn-4.9.1.cjs', true],
  ['/usr/lib/node_modules/corepack/dist/pnpm.js', true],
  ['/app/node_modules/.bin/tsx', true],
  ['/app/node_modules/tsx/dist/cli.mjs', true],
  ['/app/node_modules/.bin/next', false],
  ['/app/npm.service.js', false],
  ['/app/yarn-orders.ts', false],
  ['/app/src/cli.mjs', false],
  ['', false],
])('%s', (main, launcher) => {
  expect(isLauncher(main)).toBe(launcher);
});
