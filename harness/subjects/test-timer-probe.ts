/** What a user of timers can tell of them. Without a subject around it, in plain Node, it gives the same result. */
import { AsyncLocalStorage } from 'node:async_hooks';
import timers from 'node:timers';
import promises, { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const storage = new AsyncLocalStorage<string>();
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function nameOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'settled';
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    const name = 'code' in error ? `${error.name} ${error.code}` : error.name;
    return error instanceof TypeError ? name : `${name} ${error.message}`;
  }
}

export async function probeTimers(): Promise<{ readonly [property: string]: unknown }> {
  const seen: string[] = [];
  const told = (name: string) => () => seen.push(name);

  const byNumber = setTimeout(told('cleared by number'), 5);
  clearTimeout(Number(byNumber));
  clearTimeout(`${Number(setTimeout(told('cleared by text'), 5))}`);
  clearInterval(setTimeout(told('cleared as interval'), 5));
  setTimeout(told('closed'), 5).close();
  const inScope = () => {
    using timer = setTimeout(told('disposed'), 5);
    return timer.hasRef();
  };
  const hadRef = inScope();

  const refreshed = setTimeout(told('refreshed'), 40);
  setTimeout(told('before the refreshed'), 50);
  await sleep(20);
  refreshed.refresh();
  await sleep(60);
  const cleared = setTimeout(told('refreshed after it was cleared'), 5);
  clearTimeout(cleared);
  cleared.refresh();
  let fired = 0;
  const again = setTimeout(() => fired++, 5);
  await sleep(20);
  again.refresh();
  await sleep(20);

  let ticks = 0;
  const ticking = setInterval(
    (step: number) => {
      ticks += step;
      if (ticks >= 6) clearInterval(ticking);
    },
    5,
    2,
  );
  await sleep(60);

  const yielded: unknown[] = [];
  for await (const value of promises.setInterval(5, 'tick')) if (yielded.push(value) === 3) break;

  const controller = new AbortController();
  const aborted = nameOf(wait(1_000, undefined, { signal: controller.signal }));
  controller.abort();

  const order: string[] = [];
  await new Promise<void>((resolve) => {
    setTimeout(() => {
      order.push('first');
      process.nextTick(() => order.push('tick'));
      queueMicrotask(() => order.push('microtask'));
    }, 5);
    setTimeout(() => {
      order.push('second');
      resolve();
    }, 5);
  });

  return {
    seen,
    hadRef,
    unref: setTimeout(() => {}, 1)
      .unref()
      .hasRef(),
    fired,
    ticks,
    yielded,
    order,
    aborted: await aborted,
    abortedBefore: await nameOf(wait(1, undefined, { signal: AbortSignal.abort() })),
    promisified: await promisify(setTimeout)(1, 'value'),
    waited: await nameOf(promises.scheduler.wait(1)),
    sameFunction: timers.setTimeout === setTimeout,
    notAFunction: await nameOf(Promise.resolve().then(() => setTimeout('text' as never, 1))),
    contexts: await storage.run('tenant', async () => [
      await new Promise((resolve) => setTimeout(() => resolve(storage.getStore()), 1)),
      await new Promise((resolve) => setImmediate(() => resolve(storage.getStore()))),
      await wait(1).then(() => storage.getStore()),
      await new Promise((resolve) => {
        const timer = setInterval(() => {
          clearInterval(timer);
          resolve(storage.getStore());
        }, 1);
      }),
    ]),
    timeoutError: await new Promise((resolve) => {
      const signal = AbortSignal.timeout(1);
      // Unreferenced, as Node's own is: something has to keep the process alive meanwhile.
      const alive = setTimeout(() => {}, 1_000);
      signal.addEventListener('abort', () => {
        clearTimeout(alive);
        resolve([signal.reason.name, signal.reason.message, signal.reason instanceof DOMException]);
      });
    }),
  };
}
