/** The supervisor's own process. Reads `guard <pid>` and `forget <pid>` until its input ends, and then cleans up. */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { endStrays } from './strays.ts';

const [, , directory] = process.argv;
const guarded = new Set<number>();

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [verb, pid] = line.split(' ');
  if (verb === 'guard') guarded.add(Number(pid));
  if (verb === 'forget') guarded.delete(Number(pid));
});
lines.on('close', () => {
  for (const pid of guarded) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It had ended before.
    }
  }
  if (directory === undefined) return;
  endStrays(directory);
  rmSync(directory, { recursive: true, force: true });
});

// The terminal's Ctrl-C is for the harness; this process goes when the harness has gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
