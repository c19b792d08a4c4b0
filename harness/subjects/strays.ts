/**
 * Ends what left its process group: a child that the subject started `detached` outlives it. All of them inherited where
 * the subject's network file lies. Linux only, because it reads /proc; elsewhere only the group is ended.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** One that was started while we looked is found the next time. */
const looks = 3;

/** Kills every process that has this text in its environment. */
export function endStrays(mark: string): void {
  for (let look = 0; look < looks; look += 1) {
    const found = processesWith(mark);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }
}

/** Whether a process that this one started is still running. */
export const hasChild = (pid: number | undefined): boolean =>
  entries(`/proc/${pid}/task`).some((task) => contentsOf(`/proc/${pid}/task/${task}/children`).trim() !== '');

function processesWith(mark: string): readonly number[] {
  return entries('/proc').flatMap((entry) => {
    const pid = Number(entry);
    return Number.isInteger(pid) && pid !== process.pid && contentsOf(`/proc/${pid}/environ`).includes(mark)
      ? [pid]
      : [];
  });
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty for a process that is gone, or somebody else's. */
function contentsOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
