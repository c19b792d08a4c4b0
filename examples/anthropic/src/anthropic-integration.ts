/** Claude for our users: drafts, labels, estimates, and drafts over night. Every operation ends in an outcome. */
import { type ApiSettings, anthropicApi } from './anthropic-api.ts';
import { createCaller, type Request, type Result } from './caller.ts';
import { type FailureKind, type UserError, userError } from './failures.ts';

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

const labels = ['question', 'complaint', 'praise', 'other'];

const refuse: Result<never> = { ok: false, failure: { kind: 'invalid-request' }, gaveUp: false };

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const memberOf = (input: unknown, name: string): unknown =>
  typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;
const textsIn = (input: unknown): readonly string[] => {
  const texts = memberOf(input, 'texts');
  return Array.isArray(texts) && texts.every(isText) ? texts : [];
};

export function startAnthropic(settings: ApiSettings) {
  const api = anthropicApi(settings);
  const deadLetters: DeadLetter[] = [];
  const alerts: unknown[] = [];
  const notifications: unknown[] = [];
  const call = createCaller(({ user, operation }, waitMs) => {
    const { code, message } = userError({ kind: 'rate-limited' });
    notifications.push({ user, operation, code, message, resumesInSeconds: Math.ceil(waitMs / 1_000) });
  });

  type Ask = <Value>(send: Request<Value>['send'], once?: true) => Promise<Result<Value>>;

  const operations: { readonly [operation: string]: (input: unknown, ask: Ask) => Promise<Result<unknown>> } = {
    draft: async (input, ask) => {
      const instruction = memberOf(input, 'instruction');
      return isText(instruction) ? ask((signal) => api.draft(instruction, signal)) : refuse;
    },
    classify: async (input, ask) => {
      const text = memberOf(input, 'text');
      return isText(text) ? ask((signal) => api.classify(text, labels, signal)) : refuse;
    },
    /** What a pile of texts would cost. One after the other: the caller holds each back while the quota is used up. */
    estimate: async (input, ask) => {
      let tokens = 0;
      for (const text of textsIn(input)) {
        const result = await ask((signal) => api.count(text, signal));
        if (!result.ok) return result;
        tokens += result.value;
      }
      return tokens > 0 ? { ok: true, value: tokens } : refuse;
    },
    /** A batch twice is paid twice: it is not repeated when it may have arrived. */
    draft_over_night: async (input, ask) => {
      const texts = textsIn(input);
      return texts.length > 0 ? ask((signal) => api.startBatch(texts, signal), true) : refuse;
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
