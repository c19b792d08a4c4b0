/**
 * Sees that the subject compares in constant time: Node's own primitives, and the comparison inside `standardwebhooks`
 * (and so `svix`), which brings its own. Import it only after the timers were replaced. STD-17-01 §4.4.
 */
import crypto from 'node:crypto';
import { registerHooks, syncBuiltinESMExports } from 'node:module';

const ownComparison = /\/standardwebhooks\/dist\/timing_safe_equal\.js$/;

/** Appended to that module: its exported function, told of when it is called. */
const watched = (mark: string): string => `
;{ const compare = exports.timingSafeEqual;
   exports.timingSafeEqual = (...args) => { globalThis[Symbol.for('${mark}')]?.(); return compare(...args); }; }`;

export function watchComparisons(told: (primitive: string) => void): void {
  const mark = 'gauntlet comparison of standardwebhooks';
  Reflect.set(globalThis, Symbol.for(mark), () => told('standardwebhooks'));
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (!ownComparison.test(url) || loaded.source === null || loaded.source === undefined) return loaded;
      return { ...loaded, source: `${Buffer.from(loaded.source as Uint8Array).toString()}${watched(mark)}` };
    },
  });

  const { timingSafeEqual } = crypto;
  crypto.timingSafeEqual = (a, b) => {
    told('crypto.timingSafeEqual');
    return timingSafeEqual(a, b);
  };
  const { subtle } = crypto.webcrypto;
  const verify = subtle.verify.bind(subtle);
  Reflect.set(Object.getPrototypeOf(subtle), 'verify', (...args: Parameters<typeof verify>) => {
    told('crypto.subtle.verify');
    return verify(...args);
  });
  syncBuiltinESMExports();
}
