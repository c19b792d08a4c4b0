/** `--watch`: runs the same command again whenever code changes. Each time in a process of its own: code is read anew. */
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { sep } from 'node:path';
import { home } from './run-folders.ts';

const ignored = new Set(['node_modules', '.git', 'dist', home]);
/** Editors write a file in several steps. */
const settleMs = 200;

/** Code only: a run writes JSON and pages, and must not start itself again. */
const code = /\.(?:[cm]?[jt]sx?|ya?ml)$/;

const isSource = (file: string | null): boolean =>
  file !== null && code.test(file) && !file.split(sep).some((part) => ignored.has(part));

/** Goes on until the process is ended. `argv`: the arguments of this process. */
export const watchAndRun = (argv: readonly string[]): Promise<never> => {
  const again = argv.filter((argument) => argument !== '--watch');
  let running = false;
  let wanted = false;
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    if (running) {
      wanted = true;
      return;
    }
    running = true;
    wanted = false;
    const child = spawn(process.execPath, [...process.execArgv, ...again], { stdio: 'inherit' });
    child.on('exit', () => {
      running = false;
      process.stderr.write('Waiting for a change. End with Ctrl-C.\n');
      if (wanted) start();
    });
  };
  watch('.', { recursive: true }, (_event, file) => {
    if (!isSource(file)) return;
    clearTimeout(timer);
    timer = setTimeout(start, settleMs);
  });
  start();
  return new Promise(() => {});
};
