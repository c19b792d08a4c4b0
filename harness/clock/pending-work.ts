/**
 * Work in Node's thread pool that no list of handles shows: async cryptography, compression, compiling WebAssembly (the
 * first `fetch`). Counted at its entry points, from the call to its callback.
 */
import crypto from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import workers, { type WorkerOptions } from 'node:worker_threads';
import zlib from 'node:zlib';

export interface PendingWork {
  readonly isNone: () => boolean;
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

export function countPendingWork(): PendingWork {
  let pending = 0;
  let hasNativeAddon = false;
  let workersAlive = 0;

  const countPromise = (target: object, name: string) => {
    const native: unknown = Reflect.get(target, name);
    if (typeof native !== 'function') return;
    const call = native as AnyFunction;
    const counted: AnyFunction = function (...args) {
      const result = call.apply(this, args);
      if (result instanceof Promise) {
        pending++;
        const done = () => pending--;
        result.then(done, done);
      }
      return result;
    };
    Object.defineProperty(target, name, { value: counted, configurable: true, writable: true });
  };

  const countCallback = (target: object, name: string) => {
    const native: unknown = Reflect.get(target, name);
    if (typeof native !== 'function') return;
    const call = native as AnyFunction;
    const counted: AnyFunction = function (...args) {
      const callback = args.at(-1);
      if (typeof callback !== 'function') return call.apply(this, args);
      const done: AnyFunction = function (...results) {
        pending--;
        return Reflect.apply(callback, this, results);
      };
      const result = call.apply(this, [...args.slice(0, -1), done]);
      pending++;
      return result;
    };
    Object.defineProperty(counted, 'length', { value: native.length });
    Object.defineProperty(target, name, { value: counted, configurable: true, writable: true });
    for (const symbol of Object.getOwnPropertySymbols(native)) {
      Object.defineProperty(counted, symbol, { value: Reflect.get(native, symbol), configurable: true });
    }
  };

  for (const name of ['compile', 'instantiate']) countPromise(Reflect.get(globalThis, 'WebAssembly'), name);
  const subtle = Object.getPrototypeOf(crypto.webcrypto.subtle);
  for (const name of Object.getOwnPropertyNames(subtle)) if (name !== 'constructor') countPromise(subtle, name);
  for (const name of [
    'pbkdf2',
    'scrypt',
    'argon2',
    'hkdf',
    'generateKey',
    'generateKeyPair',
    'generatePrime',
    'checkPrime',
    'sign',
    'verify',
    'diffieHellman',
  ]) {
    countCallback(crypto, name);
  }
  // Streams and one-call functions alike go through these two methods of their common base.
  const zlibBase = Object.getPrototypeOf(zlib.Gunzip.prototype);
  const shared = Object.getPrototypeOf(zlibBase);
  for (const base of [zlibBase, shared]) {
    for (const name of ['_transform', '_flush']) if (Object.hasOwn(base, name)) countCallback(base, name);
  }

  const { dlopen } = process;
  process.dlopen = (...args: Parameters<typeof dlopen>) => {
    hasNativeAddon = true;
    return dlopen.apply(process, args);
  };

  const { Worker } = workers;
  class CountedWorker extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      if (isCompiler(args[1])) return;
      workersAlive++;
      this.once('exit', () => workersAlive--);
    }
  }
  Object.assign(workers, { Worker: CountedWorker });
  syncBuiltinESMExports();

  return { isNone: () => pending === 0 && !((hasNativeAddon || workersAlive > 0) && otherThreadRuns()) };
}

/** The worker of esbuild, by which TypeScript is loaded, works only while the main thread waits for it, and never ends. */
const isCompiler = (options: WorkerOptions | undefined): boolean =>
  Reflect.has(Object(options?.workerData), 'esbuildVersion');

/** Whether a thread beside the main one is at work: the only trace of what a native addon or a worker does. Linux only. */
function otherThreadRuns(): boolean {
  try {
    return readdirSync('/proc/self/task').some((thread) => {
      if (thread === String(process.pid)) return false;
      const status = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1');
      return status.charAt(status.lastIndexOf(')') + 2) !== 'S';
    });
  } catch {
    return false;
  }
}
