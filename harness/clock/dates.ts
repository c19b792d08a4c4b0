/**
 * Everything in Node that tells the time, on the virtual clock. File times and SQLite's own `now` cannot be replaced.
 */
import { syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import type { VirtualTime } from './virtual-time.ts';

const NativeDate = Date;

export function installDates(time: VirtualTime): void {
  const elapsed = () => time.now - time.origin;

  const VirtualDate = new Proxy(NativeDate, {
    apply: () => new NativeDate(time.now).toString(),
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [time.now] : args, newTarget),
  });
  // In place, so that who took the native Date before, and dates made by Node itself, follow the same clock.
  NativeDate.now = () => time.now;
  NativeDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;

  const prototype = Object.getPrototypeOf(performance);
  const replace = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  replace(prototype, 'now', elapsed);
  Object.defineProperty(prototype, 'timeOrigin', { get: () => time.origin, configurable: true });
  const nativeMark = performance.mark.bind(performance);
  replace(prototype, 'mark', (name: string, options: { readonly startTime?: number; readonly detail?: unknown } = {}) =>
    nativeMark(name, { startTime: elapsed(), ...options }),
  );

  const hrtime = (since?: [number, number]): [number, number] => {
    const seconds = Math.floor(elapsed() / 1000);
    const nanoseconds = (elapsed() % 1000) * 1e6;
    if (since === undefined) return [seconds, nanoseconds];
    const difference = nanoseconds - since[1];
    return difference < 0 ? [seconds - since[0] - 1, difference + 1e9] : [seconds - since[0], difference];
  };
  process.hrtime = Object.assign(hrtime, { bigint: () => BigInt(elapsed()) * 1_000_000n });
  process.uptime = () => elapsed() / 1000;

  installEventTimes(elapsed);
  installFormats(time);
  installFileTimes(time);
  syncBuiltinESMExports();
}

/** `new Event().timeStamp`: Node stamps it out of reach, so the first look at it stands for its making. */
function installEventTimes(elapsed: () => number): void {
  const seen = new WeakMap<Event, number>();
  Object.defineProperty(Event.prototype, 'timeStamp', {
    configurable: true,
    enumerable: true,
    get(this: Event) {
      const stamp = seen.get(this) ?? elapsed();
      seen.set(this, stamp);
      return stamp;
    },
  });
}

function installFormats(time: VirtualTime): void {
  const prototype = Intl.DateTimeFormat.prototype;
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  const formatToParts = prototype.formatToParts;
  if (format === undefined) return;
  Object.defineProperty(prototype, 'format', {
    configurable: true,
    get(this: Intl.DateTimeFormat) {
      const bound: (date?: Date | number) => string = format.call(this);
      return (date?: Date | number) => bound(date ?? time.now);
    },
  });
  prototype.formatToParts = function (this: Intl.DateTimeFormat, date?: Date | number) {
    return formatToParts.call(this, date ?? time.now);
  };
}

function installFileTimes(time: VirtualTime): void {
  const stamped = (Native: typeof File) =>
    new Proxy(Native, {
      construct: (target, [parts, name, options]: ConstructorParameters<typeof File>, newTarget) =>
        Reflect.construct(target, [parts, name, { lastModified: time.now, ...options }], newTarget),
    });
  globalThis.File = stamped(File);
}
