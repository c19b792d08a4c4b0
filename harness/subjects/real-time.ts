/** The harness's own clock, taken when it loads: a test that fakes timers must not stop it. */
const nativeSetImmediate = setImmediate;
const nativeSetTimeout = setTimeout;
const nativeSetInterval = setInterval;
const nativeClearInterval = clearInterval;
const monotonic = performance.now.bind(performance);
const wall = Date.now;

/** One turn of the event loop. */
export const turn = () => new Promise<void>((resolve) => nativeSetImmediate(resolve));
export const pause = (ms: number) => new Promise<void>((resolve) => nativeSetTimeout(resolve, ms));
/** Milliseconds on a clock that only moves forward. */
export const elapsed = monotonic;
export const wallTime = wall;
/** Calls `look` again and again without keeping the process alive. Returns what ends it. */
export function every(ms: number, look: () => void): () => void {
  const timer = nativeSetInterval(look, ms).unref();
  return () => nativeClearInterval(timer);
}
