/** One process of a subject: started with the agent in it, asked in turn, read, watched in real time, and ended. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExitEvent } from '../model/trace.ts';
import type { Command, Failure, LogLengths, Report } from '../ports/agent.ts';
import { HarnessError } from '../ports/errors.ts';
import type { SubjectNotice, SubjectSettings } from '../ports/subject.ts';
import type { Line } from './coordinator.ts';
import { openLogFile } from './logs.ts';
import { elapsed, every } from './real-time.ts';
import { endStrays, hasChild } from './strays.ts';
import { supervisor } from './supervisor.ts';

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
  /** Tells the log lines up to these lengths of both streams. */
  readLogs(upTo: LogLengths): void;
  /** Tells also incomplete lines and the end of a flood: the case is over. */
  finishLogs(): void;
  /** It runs, and the agent in it does. */
  isUsable(): boolean;
  /** Resolves when it is gone. */
  end(why: Exit['why']): Promise<void>;
  /** To the process and what it started. */
  signal(signal: NodeJS.Signals): void;
  /** The watchdog's patience in real ms; `Infinity` switches it off. */
  setPatience(stallMs: number): void;
}

const extension = extname(fileURLToPath(import.meta.url));
/** Wrapped, because tsx changes to slower, asynchronous hooks when it sees TypeScript among the preloaded modules. */
const agentUrl = `data:text/javascript,import%22${new URL(`../clock/agent${extension}`, import.meta.url).href}%22`;
const hostPath = fileURLToPath(new URL(`./module-host${extension}`, import.meta.url));

const heapMegabytes = 384;
const residentBytes = 1.5 * 1024 ** 3;
const floodBytes = 64 * 1024 ** 2;
const muchBytes = 4 * 1024 ** 2;
const watchEveryMs = 50;
const pageBytes = 4096;

let started = 0;

/** What runs in the process, beside the agent. */
export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  /** Beside what every subject needs to run. */
  readonly env?: { readonly [variable: string]: string };
}

/** The host of a contract's `start()`. */
export const moduleProgram = ({ inspect }: SubjectSettings): Program => ({
  command: [
    process.execPath,
    `--max-old-space-size=${heapMegabytes}`,
    ...(inspect ? ['--inspect-wait=127.0.0.1:0'] : []),
    hostPath,
  ],
});

/** `now`: what the subject's clock shows first, Unix time in ms. */
export function startProcess(
  settings: SubjectSettings,
  { command: [file, ...args], cwd, env = {} }: Program,
  now: number,
  notice: (notice: SubjectNotice) => void,
): SubjectProcess {
  const { directory, guard, forget } = supervisor();
  const files = prepareFiles(directory, settings);
  started++;
  const onLine = (stream: 'stdout' | 'stderr') => (text: string, dropped: number) =>
    notice({ type: 'log', stream, text, ...(dropped > 0 ? { dropped } : {}) });
  const stdout = openLogFile(directory, `${started}.stdout`, onLine('stdout'));
  const stderr = openLogFile(directory, `${started}.stderr`, onLine('stderr'));

  const child = spawn(file, args, {
    // A group of its own, so that what it starts can be ended with it.
    detached: true,
    stdio: ['ignore', stdout.descriptor, stderr.descriptor, 'pipe', files.clock],
    ...(cwd === undefined ? {} : { cwd }),
    env: {
      PATH: process.env.PATH,
      HOME: files.home,
      NODE_COMPILE_CACHE: files.cache,
      NODE_EXTRA_CA_CERTS: files.ca,
      ...settings.env,
      ...env,
      NODE_OPTIONS: [env.NODE_OPTIONS ?? settings.env.NODE_OPTIONS, `--import=${agentUrl}`].filter(Boolean).join(' '),
      GAUNTLET_CONTROL: '3',
      GAUNTLET_CLOCK: '4',
      GAUNTLET_NETWORK: files.network,
      GAUNTLET_NOW: String(now),
    },
  });
  const clockBytes = new Float64Array(1);
  const { pid } = child;
  if (pid !== undefined) guard(pid);
  const control = child.stdio[3] as Socket;

  let asked: { seq: number; at: number; resolve: (report: Report) => void; reject: (error: Error) => void } | undefined;
  let patienceMs = settings.limits.stallMs;
  let endedBecause: Exit['why'] | undefined;
  let waitsForChild = false;
  let isBroken = false;
  let exit: Exit | undefined;
  let text = '';

  control.setEncoding('utf8');
  control.on('error', () => {});
  control.on('data', (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const report = readReport(text.slice(0, end));
      text = text.slice(end + 1);
      // The subject wrote to a descriptor that it does not own.
      if (report === undefined) isBroken = true;
      if (report === undefined || asked === undefined || report.seq !== asked.seq) continue;
      const { resolve, reject } = asked;
      asked = undefined;
      if ('broken' in report) {
        isBroken = true;
        reject(new HarnessError(`The agent in the subject's process broke: ${report.broken}`));
      } else resolve(report);
    }
  });

  const kill = (why: Exit['why']) => {
    endedBecause ??= why;
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended at the same moment.
    }
  };

  let toldInspector = false;
  const stopWatching = every(watchEveryMs, () => {
    if (settings.inspect && !toldInspector) {
      const address = /Debugger listening on (\S+)/.exec(stderr.end(4096))?.[0];
      if (address !== undefined) process.stderr.write(`${address}\n`);
      toldInspector = address !== undefined;
    }
    if (asked === undefined || endedBecause !== undefined) return;
    const written = stdout.written() + stderr.written();
    if (written > floodBytes) return kill('flooding');
    const waited = elapsed() - asked.at;
    if (waited > 4 * watchEveryMs && residentSize(pid) > residentBytes) return kill('memory');
    if (settings.inspect || waited <= patienceMs) return;
    // On a busy machine its patience may end before a flood has come to its full height.
    if (written > muchBytes) return kill('flooding');
    waitsForChild = hasChild(pid);
    kill('spinning');
  });

  const gone = new Promise<void>((resolve) => {
    const onEnd = (code: number | null, signal: string | null) => {
      if (exit !== undefined) return;
      stopWatching();
      endStrays(files.network);
      if (pid !== undefined) forget(pid);
      const lastWords = stderr.end(4096);
      const why = endedBecause ?? (/heap out of memory/.test(lastWords) ? 'memory' : 'crashed');
      exit = { code, signal, why, waitsForChild, lastWords };
      stdout.finish();
      stderr.finish();
      stdout.close();
      stderr.close();
      closeSync(files.clock);
      control.destroy();
      asked?.reject(new SubjectEnded(exit));
      asked = undefined;
      resolve();
    };
    child.on('exit', onEnd);
    child.on('error', (error) => {
      asked?.reject(new HarnessError(`The subject's process could not be started: ${error.message}`));
      asked = undefined;
      onEnd(null, null);
    });
  });

  return {
    ask: (command: Command) =>
      new Promise((resolve, reject) => {
        if (exit !== undefined) return reject(new SubjectEnded(exit));
        asked = { seq: command.seq, at: elapsed(), resolve, reject };
        control.write(`${JSON.stringify(command)}\n`);
      }),
    now: () => (exit === undefined && readSync(files.clock, clockBytes, 0, 8, 0) === 8 ? (clockBytes[0] ?? 0) : 0),
    readLogs: (upTo) => {
      if (exit !== undefined) return;
      stdout.read(upTo.stdout);
      stderr.read(upTo.stderr);
    },
    finishLogs: () => {
      if (exit !== undefined) return;
      stdout.finish();
      stderr.finish();
    },
    isUsable: () => exit === undefined && !isBroken,
    end: async (why) => {
      if (exit === undefined) kill(why);
      await gone;
    },
    signal: (signal) => {
      try {
        if (pid !== undefined && exit === undefined) process.kill(-pid, signal);
      } catch {
        // It ended at the same moment.
      }
    },
    setPatience: (stallMs) => {
      patienceMs = stallMs;
    },
  };
}

function readReport(line: string): Report | Failure | undefined {
  try {
    const report: Report | Failure | undefined = JSON.parse(line);
    return report ?? undefined;
  } catch {
    return undefined;
  }
}

/** What the process finds on disk: a home of its own, the certificate authority, where it may connect to. */
function prepareFiles(directory: string, settings: SubjectSettings) {
  const home = join(directory, 'home');
  const cache = join(tmpdir(), `gauntlet-compile-cache-${userInfo().uid}`);
  for (const path of [home, cache]) mkdirSync(path, { recursive: true, mode: 0o700 });
  const ca = join(directory, `${started}.ca.pem`);
  const network = join(directory, `${started}.network.json`);
  const ports = [
    ...Object.values(settings.urls).map((url) => Number(new URL(url).port)),
    ...Object.values(settings.redirects),
  ];
  writeFileSync(ca, settings.ca, { mode: 0o600 });
  writeFileSync(network, JSON.stringify({ redirects: settings.redirects, ports, proxy: settings.proxy }), {
    mode: 0o600,
  });
  const clockPath = join(directory, `${started}.clock`);
  const clock = openSync(clockPath, 'w+');
  unlinkSync(clockPath);
  return { home, cache, ca, network, clock };
}

/** Bytes of memory that the process holds; 0 where the system does not tell. */
function residentSize(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * pageBytes;
  } catch {
    return 0;
  }
}
