/** How much of what was observed the page takes in. What is left out is said, and is in `compliance.json`. */
export interface Limits {
  readonly drawnEvents: number;
  readonly listedEvents: number;
  /** Of a request as cURL. */
  readonly curlBytes: number;
  /** Entries of each list of other things seen. */
  readonly listed: number;
}

/** From generous to frugal: the first that keeps the page below `mostBytes` is taken. */
export const limits: readonly Limits[] = [
  { drawnEvents: 48, listedEvents: 300, curlBytes: 8192, listed: 200 },
  { drawnEvents: 40, listedEvents: 60, curlBytes: 2048, listed: 100 },
  { drawnEvents: 24, listedEvents: 20, curlBytes: 512, listed: 30 },
];

export const mostBytes = 4_500_000;
