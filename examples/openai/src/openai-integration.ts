/** A language model for our users: summaries, answers, an index, and summaries over night. Every operation ends in an outcome. */
import { createCaller, type Request, type Result } from './caller.ts';
import { type FailureKind, type UserError, userError } from './failures.ts';
import { type ApiSettings, batchLine, openaiApi } from './openai-api.ts';

export interface Context {
  readonly user: string;
  readonly correlationId: string;
  readonly signal: AbortSignal;
}

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: UserError };

/** An operation that was given up. A person or a job takes it up again: nothing of it is known to have been done. */
export interface DeadLetter {
  readonly operation: string;
  readonly input: unknown;
  readonly user: string;
  readonly correlationId: string;
  readonly reason: FailureKind;
}

const refuse: Result<never> = { ok: false, failure: { kind: 'invalid-request' }, gaveUp: false };

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const memberOf = (input: unknown, name: string): unknown =>
  typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
const textsIn = (input: unknown): readonly string[] => {
  const texts = memberOf(input, 'texts');
  return Array.isArray(texts) && texts.every(isText) ? texts : [];
};

export function startOpenai(settings: ApiSettings) {
  const api = openaiApi(settings);
  const deadLetters: DeadLetter[] = [];
  const alerts: unknown[] = [];
  const notifications: unknown[] = [];
  const call = createCaller(({ user, operation }, waitMs) => {
    const { code, message } = userError({ kind: 'rate-limited' });
    notifications.push({ user, operation, code, message, resumesInSeconds: Math.ceil(waitMs / 1_000) });
  });

  type Ask = <Value>(send: Request<Value>['send'], once?: true) => Promise<Result<Value>>;

  const operations: { readonly [operation: string]: (input: unknown, ask: Ask) => Promise<Result<unknown>> } = {
    summarise: async (input, ask) => {
      const text = memberOf(input, 'text');
      return isText(text) ? ask((signal) => api.summarise(text, signal)) : refuse;
    },
    answer: async (input, ask) => {
      const question = memberOf(input, 'question');
      return isText(question) ? ask((signal) => api.answer(question, signal)) : refuse;
    },
    /** One after the other: the caller holds each of them back while the quota is used up. */
    index: async (input, ask) => {
      const sizes: number[] = [];
      for (const text of textsIn(input)) {
        const result = await ask((signal) => api.embed(text, signal));
        if (!result.ok) return result;
        sizes.push(result.value);
      }
      return sizes.length > 0 ? { ok: true, value: sizes } : refuse;
    },
    /** A file twice costs nothing, a batch twice is paid twice: so neither is repeated when it may have arrived. */
    summarise_over_night: async (input, ask) => {
      const lines = textsIn(input).map(batchLine);
      if (lines.length === 0) return refuse;
      const file = await ask((signal) => api.upload(lines, signal), true);
      return file.ok ? ask((signal) => api.startBatch(file.value, signal), true) : file;
    },
  };

  return {
    async perform(operation: string, input: unknown, context: Context): Promise<Outcome> {
      const run = operations[operation];
      const ask: Ask = (send, once) => call({ operation, ...context, send, ...(once ? { once } : {}) });
      const result = run ? await run(input, ask) : refuse;
      if (result.ok) return result;
      const { failure } = result;
      if (result.gaveUp) {
        const { user, correlationId } = context;
        deadLetters.push({ operation, input, user, correlationId, reason: failure.kind });
        alerts.push({ summary: `${operation} was given up and waits for a decision`, operation, correlationId });
      }
      return { ok: false, error: userError(failure) };
    },
    deadLetters: () => deadLetters,
    alerts: () => alerts,
    notifications: () => notifications,
  };
}
