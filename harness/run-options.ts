/** What a run is asked for, and what it tells while it goes on. */

export interface RunOptions {
  readonly seed: number;
  /** Cases of each scenario; each scenario's own number when absent. */
  readonly cases?: number;
  /** Processes that run cases side by side, each with a subject of its own. */
  readonly jobs: number;
  /** Folder of the run; each contract gets `<out>/<service>/`. */
  readonly out: string;
  readonly topics?: readonly string[];
  readonly rules?: readonly string[];
  readonly operations?: readonly string[];
  /** `index` counts from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Stop at the first broken rule. */
  readonly bail: boolean;
  readonly inspect: boolean;
  /** False for verdicts alone: no smaller counterexample is looked for. */
  readonly explore?: boolean;
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly phase: 'running' | 'shrinking';
  readonly done: number;
  readonly planned: number;
  readonly rulesGreen: number;
  readonly rulesBroken: readonly string[];
}
