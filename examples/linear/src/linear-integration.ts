/** Linear for our users: tasks and comments in, tasks out. Every operation ends in an outcome; none throws. */
import type { Issue, LinearClient } from '@linear/sdk';
import { createCaller, type Request, type Result } from './caller.ts';
import type { Failure } from './classify.ts';
import { type Database, openDatabase } from './database.ts';
import { type Alert, createDeadLetterQueue, type DeadLetter } from './dead-letters.ts';
import { contentKey, newKey } from './idempotency.ts';
import { type CommentInput, readInput, type TaskInput } from './input.ts';
import type { ApiSettings } from './linear-api.ts';
import { createLog, type Log } from './log.ts';
import { type UserError, userError } from './user-errors.ts';

export interface Context {
  readonly user: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  /**
   * Nobody waits for the outcome, so whatever fails is a dead letter; but for a call that `signal` ends, which is made
   * again at the next start.
   */
  readonly background?: true;
}

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: UserError };

/** Shown to the user while an operation waits for Linear's quota. */
export interface Notification {
  readonly user: string;
  readonly operation: string;
  readonly code: 'RATE_LIMITED';
  readonly message: string;
  readonly resumesInSeconds: number;
}

export interface LinearIntegration {
  perform(operation: string, input: unknown, context: Context): Promise<Outcome>;
  deadLetters(): readonly DeadLetter[];
  alerts(): readonly Alert[];
  notifications(): readonly Notification[];
}

interface Task {
  readonly id: string;
  readonly identifier: string;
  readonly title: string;
}

const welcomeText = 'Thank you, we have seen this and will come back to you.';

const taskOf = ({ id, identifier, title }: Issue): Task => ({ id, identifier, title });

export interface Settings extends ApiSettings {
  /** The team that new tasks belong to. */
  readonly teamId: string;
}

/** Without a database nothing outlives the process. */
export function startLinear(
  settings: Settings,
  log: Log = createLog(),
  database: Database = openDatabase(':memory:'),
): LinearIntegration {
  const queue = createDeadLetterQueue(database);
  const notifications: Notification[] = [];
  const caller = createCaller(settings, log, ({ user, operation }, waitMs) => {
    const { message } = userError({ kind: 'rate-limited' }, '');
    const resumesInSeconds = Math.ceil(waitMs / 1_000);
    notifications.push({ user, operation, code: 'RATE_LIMITED', message, resumesInSeconds });
  });

  /** Everything about one call of an operation that its requests have in common. */
  interface Job {
    readonly operation: string;
    readonly item: string;
    readonly input: unknown;
    readonly context: Context;
  }
  type Failed = Extract<Result<unknown>, { readonly ok: false }>;
  type Step<Value> = Pick<Request<Value>, 'idempotencyKey' | 'answers' | 'send'>;

  function isDeadLetter(context: Context, { answers }: Step<unknown>, result: Failed): boolean {
    if (context.background !== true) return result.gaveUp;
    return !context.signal.aborted && answers?.includes(result.failure.kind) !== true;
  }

  async function call<Value>(job: Job, step: Step<Value>): Promise<Result<Value>> {
    const { operation, input, context } = job;
    const result = await caller.call<Value>({ operation, ...context, ...step });
    if (!result.ok && isDeadLetter(context, step, result)) {
      const { user, correlationId } = context;
      const at = new Date().toISOString();
      const { idempotencyKey } = step;
      queue.add({ operation, input, user, correlationId, idempotencyKey, reason: result.failure.kind, at });
    }
    return result;
  }

  const outcomeOf = (job: Job, result: Result<unknown>): Outcome =>
    result.ok ? result : { ok: false, error: userError(result.failure, job.item) };

  /**
   * Creates something under an id that we chose. When Linear says that the id is taken, an attempt whose reply got lost
   * did arrive: what we wanted exists, so this is success.
   */
  async function create(
    job: Job,
    id: string,
    send: (linear: LinearClient) => Promise<unknown>,
    read: (linear: LinearClient) => Promise<unknown>,
  ): Promise<Result<unknown>> {
    const created = await call(job, {
      idempotencyKey: id,
      answers: ['already-created'],
      send: async (linear) => {
        await send(linear);
        return { id };
      },
    });
    if (created.ok || created.failure.kind !== 'already-created') return created;
    return call(job, {
      send: async (linear) => {
        await read(linear);
        return { id };
      },
    });
  }

  const createTask = (job: Job, task: TaskInput, id: string): Promise<Result<unknown>> =>
    create(
      job,
      id,
      (linear) => linear.createIssue({ ...task, id, teamId: settings.teamId }),
      (linear) => linear.issue(id),
    );

  const createComment = (job: Job, comment: CommentInput, id: string): Promise<Result<unknown>> =>
    create(
      job,
      id,
      (linear) => linear.createComment({ id, issueId: comment.task, body: comment.body }),
      (linear) => linear.comment({ id }),
    );

  const invalid: Failure = { kind: 'invalid-request' };
  const refuse: Result<never> = { ok: false, failure: invalid, gaveUp: false };

  const operations: { readonly [operation: string]: { item: string; run(job: Job): Promise<Result<unknown>> } } = {
    create_task: {
      item: 'task',
      run: async (job) => {
        const task = readInput.task(job.input);
        return task ? createTask(job, task, newKey()) : refuse;
      },
    },
    /** The same task of the same user is created once, however often it is asked for. */
    create_task_once: {
      item: 'task',
      run: async (job) => {
        const task = readInput.task(job.input);
        return task ? createTask(job, task, contentKey(job.context.user, job.operation, task)) : refuse;
      },
    },
    comment_on_task: {
      item: 'task',
      run: async (job) => {
        const comment = readInput.comment(job.input);
        return comment ? createComment(job, comment, newKey()) : refuse;
      },
    },
    /** What we do when Linear tells us of a new task. Once, under the key of the event. */
    welcome_task: {
      item: 'task',
      run: async (job) => {
        const welcome = readInput.welcome(job.input);
        return welcome ? createComment(job, { task: welcome.task, body: welcomeText }, welcome.key) : refuse;
      },
    },
    /** A task that does not exist is an answer, not an error: null. */
    find_task: {
      item: 'task',
      run: async (job) => {
        const query = readInput.find(job.input);
        if (!query) return refuse;
        const found = await call(job, {
          answers: ['not-found'],
          send: async (linear) => taskOf(await linear.issue(query.task)),
        });
        const missing = !found.ok && found.failure.kind === 'not-found';
        return missing ? { ok: true, value: null } : found;
      },
    },
    list_tasks: {
      item: 'list of tasks',
      run: (job) => call(job, { send: async (linear) => (await linear.issues({ first: 20 })).nodes.map(taskOf) }),
    },
    /** One after the other: the caller holds each of them back while the quota is used up. */
    import_tasks: {
      item: 'list of tasks',
      run: async (job) => {
        const list = readInput.import(job.input);
        if (!list) return refuse;
        const created: unknown[] = [];
        for (const title of list.titles) {
          const result = await createTask(job, { title }, newKey());
          if (!result.ok) return result;
          created.push(result.value);
        }
        return { ok: true, value: created };
      },
    },
  };

  return {
    async perform(operation, input, context) {
      const known = operations[operation];
      const job = { operation, item: known?.item ?? 'operation', input, context };
      return outcomeOf(job, known ? await known.run(job) : refuse);
    },
    deadLetters: () => queue.letters(),
    alerts: () => queue.alerts,
    notifications: () => notifications,
  };
}
