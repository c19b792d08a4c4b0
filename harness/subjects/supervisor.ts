/**
 * One small process for each harness process, which holds a pipe to it. When the pipe breaks, however the harness ended, it
 * ends what the harness started and removes its temporary directory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(
  new URL(`./supervisor-process${extname(fileURLToPath(import.meta.url))}`, import.meta.url),
);

interface Supervisor {
  /** Private to this user; gone when the harness is. */
  readonly directory: string;
  /** `pid` leads a process group; the whole group is ended. */
  readonly guard: (pid: number) => void;
  readonly forget: (pid: number) => void;
  /** Containers that carry the owner which is returned are removed. */
  readonly guardContainers: () => string;
}

let running: Supervisor | undefined;

/** Starts it on first use. It never keeps the harness alive. */
export function supervisor(): Supervisor {
  running ??= start();
  return running;
}

const inMemory = '/dev/shm';

/**
 * In memory where the system offers it: a subject that makes sure its store is on the disk would spend most of each case
 * waiting for it, and what we end is processes, never the power. Whoever sets TMPDIR has chosen another place.
 */
function temporaryRoot(): string {
  if (process.env.TMPDIR !== undefined) return tmpdir();
  try {
    accessSync(inMemory, constants.W_OK);
    return inMemory;
  } catch {
    return tmpdir();
  }
}

function start(): Supervisor {
  const directory = mkdtempSync(join(temporaryRoot(), 'gauntlet-'));
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child: ChildProcess = spawn(process.execPath, [program, directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env,
  });
  child.unref();
  const pipe = child.stdin;
  if (pipe !== null && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  // Its end is noticed, if at all, by what it was there for.
  pipe?.on('error', () => {});
  child.on('error', () => {});
  const say = (what: string) => pipe?.write(`${what}\n`);
  const owner = basename(directory);
  return {
    directory,
    guard: (pid) => say(`guard ${pid}`),
    forget: (pid) => say(`forget ${pid}`),
    guardContainers: () => {
      say(`containers ${owner}`);
      return owner;
    },
  };
}
