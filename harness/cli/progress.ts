/** Shows on stderr how a run gets on: one living line on a terminal, now and then a plain line elsewhere. */
import type { Progress } from '../run-options.ts';

export interface ProgressDisplay {
  readonly show: (progress: Progress) => void;
  /** Leaves the terminal clean. */
  end(): void;
}

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const frameMs = 80;
const plainMs = 10_000;

const verbs = { running: 'running cases', shrinking: 'looking for the smallest counterexamples' } as const;

const seconds = (ms: number): string => `${Math.floor(ms / 1000)} s`;

const sentence = (service: string, progress: Progress, ms: number): string => {
  const { phase, done, planned, rulesGreen, rulesBroken } = progress;
  const broken = rulesBroken.length === 0 ? '' : ` · broken: ${rulesBroken.join(', ')}`;
  return `${service}: ${verbs[phase]} ${done}/${planned} · ${seconds(ms)} · ${rulesGreen} of ${rulesGreen + rulesBroken.length} rules green${broken}`;
};

export const createProgress = (service: string, stream: ProgressStream, now: () => number): ProgressDisplay => {
  const began = now();
  const living = stream.isTTY === true;
  let shownAt = Number.NEGATIVE_INFINITY;
  let last = { phase: '', broken: 0 };
  const clear = (): void => {
    if (living) stream.write('\r\u001b[2K');
  };
  return {
    show: (progress) => {
      const time = now();
      const news = progress.phase !== last.phase || progress.rulesBroken.length !== last.broken;
      const final = progress.done === progress.planned;
      const due = living ? news || final || time - shownAt >= frameMs : news || time - shownAt >= plainMs;
      if (!due) return;
      shownAt = time;
      last = { phase: progress.phase, broken: progress.rulesBroken.length };
      const line = sentence(service, progress, time - began);
      if (!living) {
        stream.write(`${line}\n`);
        return;
      }
      clear();
      stream.write(line.slice(0, (stream.columns ?? 80) - 1));
    },
    end: clear,
  };
};
