/**
 * Lets this process import contracts: any TypeScript that a team writes, with `@compass/gauntlet` meaning the running
 * Gauntlet itself, so that a contract never gets a second copy of it.
 */
import { registerHooks } from 'node:module';
import { extname } from 'node:path';
import { register } from 'tsx/esm/api';

/** `.ts` in the repository, `.js` when installed. */
const extension = extname(new URL(import.meta.url).pathname);
const own = (path: string): string => new URL(`${path}${extension}`, import.meta.url).href;

const modules: { readonly [specifier: string]: string } = {
  '@compass/gauntlet': own('../index'),
  '@compass/gauntlet/providers': own('../../providers/index'),
  '@compass/gauntlet/reports': own('../../reports/index'),
  '@compass/gauntlet/vitest': own('../vitest/index'),
};

let registered = false;

/** May be called more than once. */
export const registerContractLoader = (): void => {
  if (registered) return;
  registered = true;
  register();
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const url = modules[specifier];
      return url === undefined ? nextResolve(specifier, context) : { url, shortCircuit: true };
    },
  });
};
