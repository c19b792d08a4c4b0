/** Asks for what a command was not given, one question after the other. */
import { createInterface } from 'node:readline/promises';
import { UsageError } from '../ports/errors.ts';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export interface Question {
  readonly field: string;
  readonly asks: string;
  /** Taken when the answer is empty. */
  readonly usual?: string;
  /** What is wrong with an answer, if anything. */
  wrong(answer: string): string | undefined;
}

/** Each question again until its answer is right. Rejects with `UsageError` when the input ends before that. */
export const ask = async (
  questions: readonly Question[],
  { input, output }: Terminal,
): Promise<{ readonly [field: string]: string }> => {
  const lines = createInterface({ input, output });
  const ended = new AbortController();
  lines.once('close', () => ended.abort());
  const answerTo = async (question: Question): Promise<string> => {
    const prompt = `${question.asks}${question.usual === undefined ? '' : ` [${question.usual}]`}: `;
    const typed = (await lines.question(prompt, { signal: ended.signal })).trim();
    const answer = typed === '' ? (question.usual ?? '') : typed;
    const wrong = question.wrong(answer);
    if (wrong === undefined) return answer;
    output.write(`  ${wrong}\n`);
    return answerTo(question);
  };
  try {
    const answers: [string, string][] = [];
    for (const question of questions) answers.push([question.field, await answerTo(question)]);
    return Object.fromEntries(answers);
  } catch (error) {
    if (ended.signal.aborted) throw new UsageError('\nThe answers ended early: nothing was written.');
    throw error;
  } finally {
    lines.close();
  }
};
