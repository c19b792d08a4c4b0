/**
 * `setTimeout`, `setInterval` and their kin on a clock that the agent moves. Has to be installed before any module of
 * Node itself that uses timers is loaded (even `node:net`): each takes its timers once, when it loads.
 */
import { AsyncResource } from 'node:async_hooks';
import timers from 'node:timers';
import { promisify } from 'node:util';
import { createDueHeap, type Due } from './timer-heap.ts';
import type { VirtualTime } from './virtual-time.ts';

const nativeSetImmediate = setImmediate;
const longestDelayMs = 2 ** 31 - 1;

type Callback = (...args: unknown[]) => void;

export interface VirtualTimers {
  /** When the next timer is due; undefined without any. */
  readonly next: () => number | undefined;
  /** When the next timer is due that holds the process open and fires once. */
  readonly nextWork: () => number | undefined;
  /** Whether any of them holds the process open. */
  readonly hold: () => boolean;
  /** Fires everything due by now, one timer per macrotask, so that microtasks and immediates run between them. */
  readonly fireDue: () => Promise<void>;
  /**
   * Forgets the timers that would have held the process open. Libraries keep their house with the others (undici ticks with
   * one, and would never time out again without it), so those stay.
   */
  readonly dropWork: () => { readonly timers: number; readonly repeating: number };
}

/** Node's own coercion: anything that is not a duration of 1 ms to 24.8 days is 1 ms. */
function toDelay(given: unknown): number {
  const delay = Number(given);
  if (delay >= 1 && delay <= longestDelayMs) return Math.trunc(delay);
  if (delay > longestDelayMs) {
    process.emitWarning(
      `${delay} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`,
      'TimeoutOverflowWarning',
    );
  }
  return 1;
}

function requireCallback(callback: unknown): asserts callback is Callback {
  if (typeof callback === 'function') return;
  const problem = new TypeError(
    `The "callback" argument must be of type function. Received ${callback === null ? 'null' : typeof callback}`,
  );
  throw Object.assign(problem, { code: 'ERR_INVALID_ARG_TYPE' });
}

export function installTimers(time: VirtualTime): VirtualTimers {
  const heap = createDueHeap<Timeout>();
  const byNumber = new Map<number, Timeout>();
  let orders = 0;

  class Timeout implements Due {
    due = 0;
    order = 0;
    index = -1;
    _idleTimeout: number;
    _onTimeout: Callback | null;
    _repeat: number | null;
    _destroyed = false;
    #args: unknown[];
    #refed = true;
    #resource: AsyncResource;
    #number: number | undefined;

    constructor(callback: Callback, delay: number, repeats: boolean, args: unknown[]) {
      this._onTimeout = callback;
      this._idleTimeout = delay;
      this._repeat = repeats ? delay : null;
      this.#args = args;
      this.#resource = new AsyncResource('Timeout', { requireManualDestroy: true });
      this.#arm();
    }

    #arm() {
      heap.remove(this);
      this._destroyed = false;
      this.due = time.now + this._idleTimeout;
      this.order = orders++;
      heap.add(this);
    }

    ref() {
      this.#refed = true;
      return this;
    }
    unref() {
      this.#refed = false;
      return this;
    }
    hasRef() {
      return this.#refed;
    }
    /** Also starts a timer again that has fired; not one that was cleared. */
    refresh() {
      if (this._idleTimeout >= 0) this.#arm();
      return this;
    }
    close() {
      this.clear();
      return this;
    }
    [Symbol.dispose]() {
      this.clear();
    }
    [Symbol.toPrimitive]() {
      if (this.#number === undefined) {
        this.#number = this.#resource.asyncId();
        byNumber.set(this.#number, this);
      }
      return this.#number;
    }

    clear() {
      this._idleTimeout = -1;
      this._onTimeout = null;
      this._repeat = null;
      this.forget();
    }
    /** As if it had fired: what has a reference to it may still `refresh()` it. */
    forget() {
      heap.remove(this);
      this._destroyed = true;
      if (this.#number !== undefined) byNumber.delete(this.#number);
      this.#number = undefined;
    }
    fire() {
      heap.remove(this);
      const callback = this._onTimeout;
      if (callback === null) return;
      try {
        this.#resource.runInAsyncScope(callback, this, ...this.#args);
      } finally {
        if (this._repeat !== null) {
          if (this.index < 0) this.#arm();
        } else if (this.index < 0) this.forget();
      }
    }
    get isWork() {
      return this.#refed && this._repeat === null;
    }
  }

  const virtualSetTimeout = (callback: unknown, delay?: unknown, ...args: unknown[]) => {
    requireCallback(callback);
    return new Timeout(callback, toDelay(delay), false, args);
  };
  const virtualSetInterval = (callback: unknown, delay?: unknown, ...args: unknown[]) => {
    requireCallback(callback);
    return new Timeout(callback, toDelay(delay), true, args);
  };
  const nativeClearTimeout = clearTimeout;
  const clear = (timer: unknown) => {
    if (timer instanceof Timeout) timer.clear();
    else if (typeof timer === 'number' || typeof timer === 'string') byNumber.get(Number(timer))?.clear();
    else if (timer !== null && timer !== undefined) nativeClearTimeout(timer as NodeJS.Timeout);
  };
  const virtualClearTimeout = (timer?: unknown) => clear(timer);
  const virtualClearInterval = (timer?: unknown) => clear(timer);

  for (const [name, value] of Object.entries({
    setTimeout: virtualSetTimeout,
    setInterval: virtualSetInterval,
    clearTimeout: virtualClearTimeout,
    clearInterval: virtualClearInterval,
  })) {
    Object.defineProperty(value, 'name', { value: name });
    Object.assign(timers, { [name]: value });
    Object.assign(globalThis, { [name]: value });
  }
  installPromises(virtualSetTimeout, virtualSetInterval);
  installAbortTimeout(virtualSetTimeout);

  return {
    next: () => heap.first()?.due,
    nextWork: () => {
      let earliest: number | undefined;
      for (const timer of heap.items()) {
        if (timer.isWork && (earliest === undefined || timer.due < earliest)) earliest = timer.due;
      }
      return earliest;
    },
    hold: () => heap.items().some((timer) => timer.hasRef()),
    fireDue: () =>
      new Promise((resolve) => {
        const nextDue = () => {
          const first = heap.first();
          return first !== undefined && first.due <= time.now ? first : undefined;
        };
        const fireNext = () => {
          const first = nextDue();
          if (first === undefined) return resolve();
          // Before it fires, so that a callback that throws does not end the chain.
          nativeSetImmediate(fireNext);
          first.fire();
        };
        if (nextDue() === undefined) resolve();
        else nativeSetImmediate(fireNext);
      }),
    dropWork: () => {
      const dropped = heap.items().filter((timer) => timer.hasRef());
      for (const timer of dropped) timer.forget();
      return { timers: dropped.length, repeating: dropped.filter((timer) => !timer.isWork).length };
    },
  };
}

type SetTimer = (callback: unknown, delay?: unknown, ...args: unknown[]) => { unref(): unknown; clear(): void };
interface WaitOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

const abortError = (signal: AbortSignal) =>
  Object.assign(new Error('The operation was aborted', { cause: signal.reason }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
  });

/** `node:timers/promises`, and `util.promisify(setTimeout)`. */
function installPromises(setTimer: SetTimer, setRepeating: SetTimer): void {
  const promises = timers.promises;

  const wait = <T>(delay?: number, value?: T, options: WaitOptions = {}) =>
    new Promise<T | undefined>((resolve, reject) => {
      const { signal } = options;
      if (signal?.aborted) return reject(abortError(signal));
      const timer = setTimer(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve(value);
      }, delay);
      const onAbort = () => {
        timer.clear();
        if (signal !== undefined) reject(abortError(signal));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      if (options.ref === false) timer.unref();
    });

  async function* every<T>(delay?: number, value?: T, options: WaitOptions = {}) {
    const { signal } = options;
    if (signal?.aborted) throw abortError(signal);
    let ticks = 0;
    let wake: (() => void) | undefined;
    const timer = setRepeating(() => {
      ticks++;
      wake?.();
    }, delay);
    const onAbort = () => wake?.();
    signal?.addEventListener('abort', onAbort, { once: true });
    if (options.ref === false) timer.unref();
    try {
      for (;;) {
        if (signal?.aborted) throw abortError(signal);
        if (ticks === 0) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        ticks--;
        yield value;
      }
    } finally {
      timer.clear();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  Object.assign(promises, { setTimeout: wait, setInterval: every });
  Object.defineProperty(promises.scheduler, 'wait', {
    value: (delay: number, options?: WaitOptions) => wait(delay, undefined, options),
    configurable: true,
    writable: true,
  });
  Object.defineProperty(setTimer, promisify.custom, { value: wait, configurable: true });
}

function installAbortTimeout(setTimer: SetTimer): void {
  AbortSignal.timeout = (delayMs: number) => {
    const controller = new AbortController();
    const give = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    setTimer(give, delayMs).unref();
    return controller.signal;
  };
}
