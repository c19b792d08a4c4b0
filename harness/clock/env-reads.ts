/**
 * Tells which environment variables the subject reads by name. Listing or copying the whole environment is not a read, nor
 * is what Node and the loader of TypeScript look up for themselves.
 */
import { getCallSites } from 'node:util';

export interface EnvironmentWatch {
  /** From now on every name is told again, once. */
  readonly renew: () => void;
}

/** The first is the trap itself. */
const framesToReader = 2;
const notTheSubject = /^node:|[\\/]node_modules[\\/](tsx|esbuild|get-tsconfig)[\\/]/;

/** Where the code stands that reads, as far as it is known. */
const isReadBySubject = (): boolean => {
  const reader = getCallSites(framesToReader + 1)[framesToReader];
  return reader === undefined || !notTheSubject.test(reader.scriptName);
};

export function watchEnvironment(told: (name: string) => void): EnvironmentWatch {
  const environment = process.env;
  const known = new Set<string>();
  let listed: readonly (string | symbol)[] = [];
  let position = 0;
  let copying: string | symbol | undefined;

  process.env = new Proxy(environment, {
    ownKeys: (target) => {
      listed = Reflect.ownKeys(target);
      position = 0;
      return [...listed];
    },
    getOwnPropertyDescriptor: (target, name) => {
      // A copy asks for each name in the order of the list, just before it takes the value.
      if (listed[position] === name) {
        copying = name;
        position++;
      }
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    get: (target, name) => {
      const isCopy = copying === name;
      copying = undefined;
      if (typeof name === 'string' && !isCopy && !known.has(name) && isReadBySubject()) {
        known.add(name);
        told(name);
      }
      return Reflect.get(target, name);
    },
    set: (target, name, value) => Reflect.set(target, name, value),
  });
  return { renew: () => known.clear() };
}
