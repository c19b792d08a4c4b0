/** All questions, as the tables of the grid. */
import type { Question } from '../evidence.ts';
import { backOffQuestions } from './back-off.ts';
import { idempotencyQuestions } from './idempotency-key.ts';
import { connectionQuestions, retryQuestions } from './retries.ts';
import { retryAfterQuestions } from './retry-after.ts';
import { secretQuestions } from './secrets.ts';

export interface Table {
  readonly title: string;
  readonly questions: readonly Question[];
}

export const tables: readonly Table[] = [
  { title: 'Which answers it retries', questions: retryQuestions },
  { title: 'When no whole answer comes', questions: connectionQuestions },
  { title: 'What it makes of `Retry-After`', questions: retryAfterQuestions },
  { title: 'How it waits', questions: backOffQuestions },
  { title: 'Idempotency keys and secrets', questions: [...idempotencyQuestions, ...secretQuestions] },
];

export const questions: readonly Question[] = tables.flatMap((table) => table.questions);
