/**
 * Lets this process import contract files: any TypeScript (through tsx), with `@compass/gauntlet` and its entry points
 * meaning the gauntlet that is running, so that a contract never brings a second copy of it.
 */
import { registerHooks } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { register } from 'tsx/esm/api';

/** `.ts` from source, `.js` when built: the siblings of this file end alike. */
const extension = extname(fileURLToPath(import.meta.url));
const sibling = (path: string) => new URL(`${path}${extension}`, import.meta.url).href;

const entryPoints: ReadonlyMap<string, string> = new Map([
  ['@compass/gauntlet', sibling('../index')],
  ['@compass/gauntlet/providers', sibling('../../providers/index')],
  ['@compass/gauntlet/vitest', sibling('../vitest/index')],
]);

/** What nearly every contract imports. */
const usual = ['@compass/gauntlet', '@compass/gauntlet/providers'].flatMap((name) => entryPoints.get(name) ?? []);

let isRegistered = false;

/** Has an effect on the whole process. Calling it again does nothing. */
export function registerContractLoader(): void {
  if (isRegistered) return;
  isRegistered = true;
  register();
  // After tsx, so that it is asked first.
  registerHooks({
    resolve: (specifier, context, next) => {
      const url = entryPoints.get(specifier);
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    },
  });
}

/**
 * The same for a process that will import a contract and nothing else. What nearly all of them import is loaded while tsx is
 * not there yet: it would look into each of these files too, which takes a quarter of the time of a start.
 */
export async function prepareForContract(): Promise<void> {
  await Promise.all(usual.map((url) => import(url)));
  registerContractLoader();
}

/**
 * The default export of a contract file, whatever it is; undefined without one. Rejects with what the file itself throws.
 * `path` is absolute.
 */
export async function importContract(path: string): Promise<unknown> {
  registerContractLoader();
  const { default: exported }: { readonly default?: unknown } = await import(pathToFileURL(path).href);
  // In a package without "type": "module" the file is CommonJS, and what it exports is one level down.
  const isCommonJs = typeof exported === 'object' && exported !== null && '__esModule' in exported;
  return isCommonJs ? Reflect.get(exported, 'default') : exported;
}
