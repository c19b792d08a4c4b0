/** One process of a subject with the agent in it: asked in turn, read, watched in real time, and ended. */
import { readFileSync } from 'node:fs';
import type { ExitEvent } from '../model/trace.ts';
import type { LogLengths } from '../ports/agent.ts';
import { HarnessError } from '../ports/errors.ts';
import type { SubjectNotice, SubjectSettings } from '../ports/subject.ts';
import type { AgentLine } from './agent-line.ts';
import type { Line } from './coordinator.ts';
import type { Launch } from './launch.ts';
import { openLogFile } from './logs.ts';
import { every } from './real-time.ts';
import { firstThreadQueuedMs } from './stalls.ts';
import { hasChild } from './strays.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly why: ExitEvent['why'];
  /** It was ended for giving no answer, and a process that it had started was still running. */
  readonly waitsForChild: boolean;
  /** The end of what it wrote to stderr. */
  readonly lastWords: string;
}

/** The process is gone; `ask` rejects with it. */
export class SubjectEnded extends Error {
  override readonly name = 'SubjectEnded';
  readonly exit: Exit;
  constructor(exit: Exit) {
    super(`The subject's process ended (${exit.why}).`);
    this.exit = exit;
  }
}

export interface SubjectProcess extends Line {
  readonly line: AgentLine;
  /** Tells the log lines up to these lengths of both streams. */
  readLogs(upTo: LogLengths): void;
  /** Whether this stands in what it wrote last, told or not. */
  hasWritten(text: string): boolean;
  /** Tells also incomplete lines and the end of a flood: the case is over. */
  finishLogs(): void;
  /** It runs, and the agent in it does. */
  isUsable(): boolean;
  hasEnded(): boolean;
  /** It has been asked for a while, and what it started is still running. */
  waitsForChild(): boolean;
  /** Resolves when it is gone. */
  end(why: Exit['why']): Promise<void>;
  /** To the process and what it started. */
  signal(signal: 'SIGTERM'): void;
  /** The watchdog's patience in real ms; `Infinity` switches it off. */
  setPatience(stallMs: number): void;
}

const residentBytes = 1.5 * 1024 ** 3;
const floodBytes = 64 * 1024 ** 2;
const muchBytes = 4 * 1024 ** 2;
const watchEveryMs = 50;
/** Waits shorter than this are not looked into: that a busy machine lets a process wait is counted from here on. */
const longWaitMs = 1_000;
const pageBytes = 4096;
/** Of each stream, to be looked through. */
const lastBytes = 64 * 1024;
/** No child that lasts so long is a step of a start. */
const patienceWithChildMs = 2_000;

/** `line` is closed with the process. */
export function watchProcess(
  { limits, inspect }: SubjectSettings,
  line: AgentLine,
  launch: Launch,
  notice: (notice: SubjectNotice) => void,
): SubjectProcess {
  const onLine = (stream: 'stdout' | 'stderr') => (text: string, dropped: number) =>
    notice({ type: 'log', stream, text, ...(dropped > 0 ? { dropped } : {}) });
  const stdout = openLogFile(line.folder, 'stdout', onLine('stdout'));
  const stderr = openLogFile(line.folder, 'stderr', onLine('stderr'));

  let patienceMs = limits.stallMs;
  let endedBecause: Exit['why'] | undefined;
  let waitsForChild = false;
  let exit: Exit | undefined;
  const { promise: gone, resolve } = Promise.withResolvers<void>();

  const onEnd = (code: number | null, signal: string | null, error?: Error) => {
    if (exit !== undefined) return;
    stopWatching();
    launched.cleanUp();
    const lastWords = stderr.end(4096);
    const why = endedBecause ?? (/heap out of memory/.test(lastWords) ? 'memory' : 'crashed');
    exit = { code, signal, why, waitsForChild, lastWords };
    stdout.finish();
    stderr.finish();
    stdout.close();
    stderr.close();
    line.close(
      error === undefined
        ? new SubjectEnded(exit)
        : new HarnessError(`The subject's process could not be started: ${error.message}`),
    );
    resolve();
  };
  const launched = launch({ stdout: stdout.descriptor, stderr: stderr.descriptor }, onEnd);

  const pid = () => launched.pidOf(line.pid());
  const kill = (why: Exit['why']) => {
    endedBecause ??= why;
    launched.signal('SIGKILL');
  };

  let toldInspector = false;
  let queuedBefore: number | undefined;
  /** For how much of its wait it could have run, and the machine did not let it. */
  const heldUpMs = (waited: number): number => {
    const id = pid();
    if (waited < longWaitMs || id === undefined) {
      queuedBefore = undefined;
      return 0;
    }
    const queued = firstThreadQueuedMs(id);
    queuedBefore ??= queued;
    return Math.max(0, queued - queuedBefore);
  };
  const stopWatching = every(watchEveryMs, () => {
    if (inspect && !toldInspector) {
      const address = /Debugger listening on (\S+)/.exec(stderr.end(4096))?.[0];
      if (address !== undefined) process.stderr.write(`${address}\n`);
      toldInspector = address !== undefined;
    }
    const waited = line.waitedMs();
    if (waited === undefined || endedBecause !== undefined) return;
    const written = stdout.written() + stderr.written();
    if (written > floodBytes) return kill('flooding');
    if (waited > 4 * watchEveryMs && residentSize(pid()) > residentBytes) return kill('memory');
    if (inspect || waited - heldUpMs(waited) <= patienceMs) return;
    // On a busy machine its patience may end before a flood has come to its full height.
    if (written > muchBytes) return kill('flooding');
    // Whoever started it goes on, and says nothing.
    if (!line.isHeld()) return kill('crashed');
    waitsForChild = hasChild(pid());
    kill('spinning');
  });

  return {
    line,
    ask: line.ask,
    now: line.now,
    readLogs: (upTo) => {
      if (exit !== undefined) return;
      stdout.read(upTo.stdout);
      stderr.read(upTo.stderr);
    },
    hasWritten: (text) => exit === undefined && [stdout, stderr].some((log) => log.end(lastBytes).includes(text)),
    finishLogs: () => {
      if (exit !== undefined) return;
      stdout.finish();
      stderr.finish();
    },
    isUsable: () => exit === undefined && !line.isBroken(),
    hasEnded: () => exit !== undefined,
    waitsForChild: () => (line.waitedMs() ?? 0) > patienceWithChildMs && hasChild(pid()),
    end: async (why) => {
      if (exit === undefined) kill(why);
      await gone;
    },
    signal: (signal) => {
      if (exit === undefined) launched.signal(signal);
    },
    setPatience: (stallMs) => {
      patienceMs = stallMs;
    },
  };
}

/** Bytes of memory that the process holds; 0 where the system does not tell. */
function residentSize(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * pageBytes;
  } catch {
    return 0;
  }
}
