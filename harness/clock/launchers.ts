/** Node programs that do nothing but start the program that was asked for, and wait: their clock is nobody's concern. */
import { basename } from 'node:path';

const launchers = new Set([
  ...['npm', 'npm-cli', 'npx', 'npx-cli', 'pnpm', 'pnpx', 'yarn', 'yarnpkg', 'corepack'],
  ...['tsx', 'cross-env', 'dotenv', 'dotenvx', 'env-cmd'],
]);

/** `main`: the path of a process's main module. Any other program that starts one may do work of its own beside. */
export const isLauncher = (main: string): boolean => {
  const name = basename(main).replace(/\.[cm]?js$/, '');
  return launchers.has(name) || /^yarn-\d/.test(name) || /[\\/]tsx[\\/]dist[\\/]cli\.mjs$/.test(main);
};

/** Where tsx hears of the process that it started. */
export const isLauncherPipe = (path: string): boolean => /[\\/]tsx-\d+[\\/]\d+\.pipe$/.test(path);
