/** One process of a service that was started as a command: its log read as it comes, watched, and ended. */
import { fstatSync } from 'node:fs';
import type { ExitEvent } from '../model/trace.ts';
import type { LogLengths } from '../ports/agent.ts';
import type { SubjectNotice } from '../ports/subject.ts';
import type { Launch } from './launch.ts';
import { type LogFile, openLogFile } from './logs.ts';
import { elapsed, every } from './real-time.ts';
import { watchStalls } from './stalls.ts';
import { supervisor } from './supervisor.ts';

export interface ServiceExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly why: ExitEvent['why'];
  /** The end of what it wrote to stderr. */
  readonly lastWords: string;
  /** It could not be started at all. */
  readonly error?: NodeJS.ErrnoException;
}

export interface ServiceProcess {
  /** Tells the lines that it wrote up to now. */
  readLogs(): void;
  /** Bytes that it wrote to both streams. */
  written(): number;
  exit(): ServiceExit | undefined;
  /** SIGTERM; undefined when it is still there after `graceMs`, and then it is killed. Resolves when it is gone. */
  terminate(graceMs: number): Promise<'ended' | 'killed'>;
  /** SIGKILL to it and what it started. Resolves when it is gone. */
  kill(why: ExitEvent['why']): Promise<void>;
}

const floodBytes = 64 * 1024 ** 2;
/** How exactly a log line can be stamped. */
const readEveryMs = 5;

const lengthsOf = (stdout: LogFile, stderr: LogFile): LogLengths => ({
  stdout: fstatSync(stdout.descriptor).size,
  stderr: fstatSync(stderr.descriptor).size,
});

let started = 0;

export const watchService = (
  launch: Launch,
  notice: (notice: SubjectNotice) => void,
  ended: () => void,
): ServiceProcess => {
  const { directory } = supervisor();
  started += 1;
  const logOf = (stream: 'stdout' | 'stderr') =>
    openLogFile(directory, `service-${process.pid}-${started}.${stream}`, (text, dropped) =>
      notice({ type: 'log', stream, text, ...(dropped > 0 ? { dropped } : {}) }),
    );
  const stdout = logOf('stdout');
  const stderr = logOf('stderr');
  let exit: ServiceExit | undefined;
  let endedBecause: ExitEvent['why'] | undefined;
  const { promise: gone, resolve } = Promise.withResolvers<void>();

  const onEnd = (code: number | null, signal: string | null, error?: Error): void => {
    if (exit !== undefined) return;
    stopReading();
    stopWatching();
    launched.cleanUp();
    const lastWords = stderr.end(4096);
    stdout.finish();
    stderr.finish();
    stdout.close();
    stderr.close();
    exit = { code, signal, why: endedBecause ?? 'crashed', lastWords, ...(error === undefined ? {} : { error }) };
    ended();
    resolve();
  };
  const launched = launch({ stdout: stdout.descriptor, stderr: stderr.descriptor }, onEnd);
  const kill = (why: ExitEvent['why']): void => {
    endedBecause ??= why;
    launched.signal('SIGKILL');
  };
  const readTo = (lengths: LogLengths): void => {
    if (exit !== undefined) return;
    stdout.read(lengths.stdout);
    stderr.read(lengths.stderr);
  };
  const stopWatching = watchStalls(launched.pid, (ms) => notice({ type: 'stall', ms }));
  let seen: LogLengths = { stdout: 0, stderr: 0 };
  const stopReading = every(readEveryMs, () => {
    // One look late: what it did to its connections before it wrote a line may take some turns of our loop to be heard.
    readTo(seen);
    seen = lengthsOf(stdout, stderr);
    if (stdout.written() + stderr.written() > floodBytes) kill('flooding');
  });

  return {
    readLogs: () => {
      if (exit === undefined) readTo(lengthsOf(stdout, stderr));
    },
    written: () => (exit === undefined ? stdout.written() + stderr.written() : 0),
    exit: () => exit,
    terminate: async (graceMs) => {
      if (exit !== undefined) return 'ended';
      endedBecause ??= 'planned';
      launched.signal('SIGTERM');
      let stop = () => {};
      const late = new Promise<'killed'>((resolve) => {
        const since = elapsed();
        stop = every(readEveryMs, () => {
          if (elapsed() - since >= graceMs) resolve('killed');
        });
      });
      const how = await Promise.race([gone.then(() => 'ended' as const), late]);
      stop();
      if (how === 'killed') kill('planned');
      await gone;
      return how;
    },
    kill: async (why) => {
      if (exit === undefined) kill(why);
      await gone;
    },
  };
};
