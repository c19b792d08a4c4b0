/** What the operations take. Checked here once, so that a caller's mistake is told to the caller and not to Linear. */

export interface TaskInput {
  readonly title: string;
  readonly description?: string;
}
export interface CommentInput {
  /** A task's id or identifier: `ENG-12`. */
  readonly task: string;
  readonly body: string;
}
export interface WelcomeInput {
  readonly task: string;
  /** Under which id the comment is created. */
  readonly key: string;
}
export interface FindInput {
  readonly task: string;
}
export interface ImportInput {
  readonly titles: readonly string[];
}

type Fields = { readonly [name: string]: unknown };

const fieldsOf = (input: unknown): Fields => (typeof input === 'object' && input !== null ? { ...input } : {});
const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Each returns undefined for an input that it cannot use. */
export const readInput = {
  task(input: unknown): TaskInput | undefined {
    const { title, description } = fieldsOf(input);
    if (!isText(title)) return undefined;
    return isText(description) ? { title, description } : { title };
  },
  comment(input: unknown): CommentInput | undefined {
    const { task, body } = fieldsOf(input);
    return isText(task) && isText(body) ? { task, body } : undefined;
  },
  welcome(input: unknown): WelcomeInput | undefined {
    const { task, key } = fieldsOf(input);
    return isText(task) && isText(key) ? { task, key } : undefined;
  },
  find(input: unknown): FindInput | undefined {
    const { task } = fieldsOf(input);
    return isText(task) ? { task } : undefined;
  },
  import(input: unknown): ImportInput | undefined {
    const { titles } = fieldsOf(input);
    return Array.isArray(titles) && titles.every(isText) ? { titles } : undefined;
  },
};
