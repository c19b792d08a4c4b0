/** The supervisor's own process. Reads `guard <pid>`, `forget <pid>` and `containers <owner>` until its input ends, and then cleans up. */
import { rmSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { createInterface } from 'node:readline';
import { endStrays } from './strays.ts';

const [, , directory] = process.argv;
const guarded = new Set<number>();
let owner: string | undefined;

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [verb, what] = line.split(' ');
  if (verb === 'guard') guarded.add(Number(what));
  if (verb === 'forget') guarded.delete(Number(what));
  if (verb === 'containers') owner = what;
});
lines.on('close', async () => {
  for (const pid of guarded) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It had ended before.
    }
  }
  if (owner !== undefined) {
    const { removeContainers } = await import('./container-engine.ts');
    // Without an engine there is nothing left to remove.
    await removeContainers(owner).catch(() => {});
  }
  if (directory === undefined) return;
  endStrays(directory);
  // Else Node would write hundreds of files at its exit, to a machine that took this run for gone.
  flushCompileCache();
  rmSync(directory, { recursive: true, force: true });
});

// The terminal's Ctrl-C is for the harness; this process goes when the harness has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
