/** The process of one job: loads contract and bench anew, runs its share, tells its parent. Ends at once when the parent is gone. */
import type { Bench } from './bench.ts';
import { openCaseBench } from './case-bench.ts';
import { type JobMessage, type JobTask, runShare } from './jobs.ts';
import { loadContract } from './load-contract.ts';
import { select } from './select.ts';
import { every } from './subjects/real-time.ts';
import { keepYoungGenerationSmall } from './young-generation.ts';

/** The line to a parent that is killed breaks a moment before its children are told. */
const lookEveryMs = 50;

keepYoungGenerationSmall();
const task = JSON.parse(process.argv[2] ?? '{}') as JobTask;
const tell = (message: JobMessage): void => {
  process.send?.(message);
};
// Whoever stopped while this was loading waits for nothing, and is not heard any more.
if (!process.connected) process.exit();
const parent = process.ppid;
let isStopped = false;
process.on('disconnect', () => {
  isStopped = true;
  // Asked to stop it ends with the case that it is at, which may take minutes. With its parent gone nobody waits for that,
  // and what it started is ended by its own supervisor.
  every(lookEveryMs, () => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  });
});

try {
  const { bench } = (await import(task.module)) as { readonly bench: Bench };
  const contract = await loadContract(task.contract, bench.catalogue);
  const selection = select(contract, bench, task.options, task.clock);
  const opened = await openCaseBench(contract, bench.faults, task.options.seed, task.options.inspect, task.clock);
  try {
    await runShare(
      { folder: task.folder, contract, bench, options: task.options, selection },
      opened,
      task.share,
      (done) => tell({ done }),
      () => isStopped,
    );
  } finally {
    await opened.close();
  }
} catch (error) {
  tell({ failed: error instanceof Error ? error.message : String(error) });
  process.exitCode = 4;
}
if (process.connected) process.disconnect();
