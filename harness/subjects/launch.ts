/** A subject as it was started, however: as a command of this machine or in a container. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ContractError } from '../ports/errors.ts';
import { endStrays } from './strays.ts';
import { supervisor } from './supervisor.ts';

/** What was started, seen from outside. */
export interface Launched {
  readonly pid: number | undefined;
  /** The number, on this machine, of a process of it that knows itself by this one. */
  pidOf(inside: number | undefined): number | undefined;
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** It is gone: what it left behind is ended. */
  cleanUp(): void;
}

/** Starts it with these descriptors as its streams. `onEnd` is called when it is gone, or could not be started. */
export type Launch = (
  streams: { readonly stdout: number; readonly stderr: number },
  onEnd: (code: number | null, signal: string | null, error?: Error) => void,
) => Launched;

export interface Command {
  readonly command: readonly [string, ...string[]];
  readonly cwd?: string;
  /** Beside what every program needs to run. */
  readonly env: { readonly [variable: string]: string };
  /** Stands in the environment of this service and of nobody else: finds what left its process group. */
  readonly mark: string;
}

/** A home of its own and the cache of compiled code, beside where programs are. */
const machine = (directory: string) => {
  const home = join(directory, 'home');
  const cache = join(tmpdir(), `gauntlet-compile-cache-${userInfo().uid}`);
  for (const path of [home, cache]) mkdirSync(path, { recursive: true, mode: 0o700 });
  return { PATH: process.env.PATH ?? '', HOME: home, LANG: 'C.UTF-8', NODE_COMPILE_CACHE: cache };
};

/** A process and what it starts. */
export const launchCommand =
  ({ command: [program, ...args], cwd, env, mark }: Command): Launch =>
  ({ stdout, stderr }, onEnd) => {
    const { directory, guard, forget } = supervisor();
    const child = spawn(program, args, {
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
      ...(cwd === undefined ? {} : { cwd }),
      stdio: ['ignore', stdout, stderr],
      env: { ...machine(directory), ...env },
    });
    const { pid } = child;
    if (pid !== undefined) guard(pid);
    child.on('exit', onEnd);
    child.on('error', (error) => onEnd(null, null, error));
    const signal = (name: NodeJS.Signals): void => {
      try {
        if (pid !== undefined) process.kill(-pid, name);
      } catch {
        // Nobody is left.
      }
    };
    return {
      pid,
      pidOf: (inside) => inside ?? pid,
      signal,
      cleanUp: () => {
        // What it started may outlive it, and write on.
        signal('SIGKILL');
        endStrays(mark);
        if (pid !== undefined) forget(pid);
      },
    };
  };

/** What a service is started with, however. */
export interface LaunchOrder {
  /** The whole environment that it needs for its contract; the machine's own is not in it. */
  readonly env: { readonly [variable: string]: string };
  readonly mark: string;
  /** What it has to find at their own paths. */
  readonly shared: readonly { readonly path: string; readonly isReadOnly: boolean }[];
  fill(template: string): string;
  failed(what: string): ContractError;
}

/** Rejects with `ContractError` when it cannot be started. */
export type Launcher = (order: LaunchOrder) => Launch | Promise<Launch>;
