/** The subject's clock: it stands still until the agent moves it. */
export interface VirtualTime {
  /** Unix time in ms. */
  now: number;
  /** What `performance.now()` counts from. */
  readonly origin: number;
}

export const createVirtualTime = (now: number): VirtualTime => ({ now, origin: now });
