/** Runs what the coordinator asks of the subject by name, and keeps what came of it until the next report. */
import type { Json } from '../model/json.ts';
import type { AgentTask, SettledTask } from '../ports/agent.ts';
import { toldError, toldValue } from './told.ts';

/** What a subject's main module exports as `tasks`. The signal is aborted when the coordinator gives a task up. */
export type TaskTable = { readonly [name: string]: (args: readonly Json[], signal: AbortSignal) => unknown };

export interface Tasks {
  readonly start: (task: AgentTask) => void;
  readonly abort: () => void;
  readonly isRunning: (id: number) => boolean;
  /** True when a task has settled that no report has told of yet. */
  readonly hasSettled: () => boolean;
  readonly take: () => readonly SettledTask[];
}

export function createTasks(table: () => Promise<TaskTable>): Tasks {
  const running = new Map<number, AbortController>();
  let settled: SettledTask[] = [];

  return {
    start: ({ id, name, args }) => {
      const controller = new AbortController();
      running.set(id, controller);
      const run = async () => {
        const task = (await table())[name];
        if (task === undefined) throw new Error(`The subject has no task "${name}".`);
        return task(args, controller.signal);
      };
      run()
        .then(
          (value) => settled.push({ id, value: toldValue(value) }),
          (thrown: unknown) => settled.push({ id, failed: toldError(thrown) }),
        )
        .finally(() => running.delete(id));
    },
    abort: () => {
      for (const controller of running.values()) controller.abort();
    },
    isRunning: (id) => running.has(id),
    hasSettled: () => settled.length > 0,
    take: () => {
      const taken = settled;
      settled = [];
      return taken;
    },
  };
}
