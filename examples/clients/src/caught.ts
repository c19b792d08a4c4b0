/**
 * What a client threw, logged in the two usual ways, each under a mark of its own: so it is not taken for what the client
 * logs by itself.
 */
import { inspect } from 'node:util';

const textMark = 'caught: ';
const jsonMark = 'caught as JSON: ';

/** What `console.error(error)` prints, in one line. */
export const asText = (error: unknown): string => `${textMark}${inspect(error).replaceAll('\n', ' ')}`;

/** What a logger writes that turns errors into JSON. */
export function asJson(error: unknown): string {
  try {
    return `${jsonMark}${JSON.stringify(error)}`;
  } catch {
    return `${jsonMark}(it has no JSON)`;
  }
}

/** By whom a logged line was written. */
export const writtenAs = (line: string): 'text' | 'json' | 'own' =>
  line.startsWith(textMark) ? 'text' : line.startsWith(jsonMark) ? 'json' : 'own';
