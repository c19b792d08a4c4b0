/**
 * Real time in which the machine let a process wait although it could have run, or held up the harness itself: on a busy
 * machine whatever a subject does is late by as much, and that must not be counted against it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { elapsed, every } from './real-time.ts';

const lookEveryMs = 25;
/** Shorter ones are within every tolerance. */
const worthTellingMs = 10;

/** Ms that a thread waited for a processor since it began, by its folder in /proc. */
const queuedIn = (folder: string): number => {
  const [, waited = '0'] = readFileSync(`${folder}/schedstat`, 'latin1').split(' ');
  return Number(waited) / 1e6;
};

const threadQueuedMs = (pid: number, thread: string): number => {
  try {
    return queuedIn(`/proc/${pid}/task/${thread}`);
  } catch {
    // It ended just now.
    return 0;
  }
};

/** By thread, since each one began. Linux only; empty elsewhere. */
const queuedByThread = (pid: number): ReadonlyMap<string, number> => {
  try {
    return new Map(readdirSync(`/proc/${pid}/task`).map((thread) => [thread, threadQueuedMs(pid, thread)]));
  } catch {
    return new Map();
  }
};

/** What was added to each since `before`. A thread that ended meanwhile takes its count with it and must not hide the others'. */
const addedSince = (before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): readonly number[] =>
  [...now].map(([thread, ms]) => Math.max(0, ms - (before.get(thread) ?? 0)));

const sumOf = (all: readonly number[]): number => all.reduce((sum, ms) => sum + ms, 0);

/** Ms that its first thread waited for a processor since it began. Linux only; 0 elsewhere. */
export const firstThreadQueuedMs = (pid: number): number => {
  try {
    return queuedIn(`/proc/${pid}`);
  } catch {
    return 0;
  }
};

/** Calls `stalled` with the length of each stall that just ended or goes on. Returns what ends it. */
export const watchStalls = (pid: number | undefined, stalled: (ms: number) => void): (() => void) => {
  const look = (): ReadonlyMap<string, number> => (pid === undefined ? new Map() : queuedByThread(pid));
  let queued = look();
  let lookedAt = elapsed();
  let untold = 0;
  return every(lookEveryMs, () => {
    const now = elapsed();
    const passed = now - lookedAt;
    lookedAt = now;
    const queuedNow = look();
    const waits = addedSince(queued, queuedNow);
    queued = queuedNow;
    // Many that wait side by side delay nothing more than one after the other could, of which one began before the last look.
    untold += Math.min(Math.max(0, passed - lookEveryMs) + sumOf(waits), passed + Math.max(0, ...waits));
    if (untold < worthTellingMs) return;
    stalled(Math.round(untold));
    untold = 0;
  });
};
