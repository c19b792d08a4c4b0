/** Idempotency keys (STD-17-01 §4.3). At Linear the key is the id of what we create: a second create is refused. */
import { createHash, randomUUID } from 'node:crypto';

export const newKey = (): string => randomUUID();

/** JSON in which equal objects are equal texts, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** hash(user + operation + params), in the shape of the UUID v4 that Linear asks for. */
export function contentKey(user: string, operation: string, params: unknown): string {
  const hash = createHash('sha256')
    .update(canonical([user, operation, params]))
    .digest('hex');
  const variant = '89ab'[Number.parseInt(hash.slice(16, 17), 16) % 4];
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
