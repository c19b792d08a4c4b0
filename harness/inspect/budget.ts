/** How much inspection may take. What it does not reach is told, never taken for clean. */

export interface InspectionLimits {
  /** Real time for looking through files and history together. */
  readonly timeMs: number;
  /** A larger file, or version of one, is left out. */
  readonly fileBytes: number;
  readonly totalBytes: number;
}

export const defaultLimits: InspectionLimits = {
  timeMs: 30_000,
  fileBytes: 8 * 1024 * 1024,
  totalBytes: 512 * 1024 * 1024,
};

export interface Budget {
  readonly limits: InspectionLimits;
  /** Why it has to end now, if it has. */
  spent(bytes: number): string | undefined;
}

export const createBudget = (limits: InspectionLimits): Budget => {
  const until = performance.now() + limits.timeMs;
  let left = limits.totalBytes;
  return {
    limits,
    spent(bytes) {
      left -= bytes;
      if (left < 0) return `there is more than ${Math.round(limits.totalBytes / 1024 / 1024)} MB to read`;
      return performance.now() > until ? `it took longer than ${limits.timeMs / 1_000} s` : undefined;
    },
  };
};
