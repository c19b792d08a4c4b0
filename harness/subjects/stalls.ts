/**
 * Real time in which the machine let a process wait although it could have run, or held up the harness itself: on a busy
 * machine whatever a subject does is late by as much, and that must not be counted against it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { elapsed, every } from './real-time.ts';

const lookEveryMs = 25;
/** Shorter ones are within every tolerance. */
const worthTellingMs = 10;

const queuedIn = (folder: string): number => {
  const [, waited = '0'] = readFileSync(`${folder}/schedstat`, 'latin1').split(' ');
  return Number(waited) / 1e6;
};

/** Ms that its threads waited for a processor since they began. Linux only; 0 elsewhere. */
const queuedMs = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/task`).reduce((sum, task) => sum + queuedIn(`/proc/${pid}/task/${task}`), 0);
  } catch {
    return 0;
  }
};

/** The same of its first thread alone. */
export const firstThreadQueuedMs = (pid: number): number => {
  try {
    return queuedIn(`/proc/${pid}`);
  } catch {
    return 0;
  }
};

/** Calls `stalled` with the length of each stall that just ended or goes on. Returns what ends it. */
export const watchStalls = (pid: number | undefined, stalled: (ms: number) => void): (() => void) => {
  let queued = pid === undefined ? 0 : queuedMs(pid);
  let lookedAt = elapsed();
  let untold = 0;
  return every(lookEveryMs, () => {
    const now = elapsed();
    const late = Math.max(0, now - lookedAt - lookEveryMs);
    lookedAt = now;
    const total = pid === undefined ? 0 : queuedMs(pid);
    // A thread that ended takes its count with it.
    untold += late + Math.max(0, total - queued);
    queued = total;
    if (untold < worthTellingMs) return;
    stalled(Math.round(untold));
    untold = 0;
  });
};
