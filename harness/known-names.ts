/** Names that a user typed: the wrong ones are told together, with those that exist. */
import { UsageError } from './ports/errors.ts';

export const expectKnown = (kind: string, names: readonly string[], known: readonly string[]): void => {
  const wrong = names.filter((name) => !known.includes(name));
  if (wrong.length > 0)
    throw new UsageError(
      `There is no ${kind} ${wrong.map((name) => `"${name}"`).join(', ')}. Known: ${known.join(', ')}.`,
    );
};
