/** Form bodies as Stripe and others write them: `a[b]=1&list[]=2`. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';

const steps = (key: string): readonly string[] => key.split('[').map((part) => part.replace(/\]$/, ''));

export function formObject(body: string): JsonObject {
  const root = new Map<string, Json>();
  for (const [key, value] of new URLSearchParams(body)) {
    const [name = '', ...rest] = steps(key);
    root.set(name, placed(root.get(name), rest, value));
  }
  return Object.fromEntries(root);
}

/** `into` with the value under the steps; lists are told by an empty or a numbered step. */
function placed(into: Json | undefined, [name, ...rest]: readonly string[], value: string): Json {
  if (name === undefined) return value;
  if (name === '' || /^\d+$/.test(name)) {
    const items: readonly Json[] = Array.isArray(into) ? into : [];
    const index = name === '' ? items.length : Math.min(Number(name), items.length);
    return [...items.slice(0, index), placed(items[index], rest, value), ...items.slice(index + 1)];
  }
  const members = isJsonObject(into) ? into : {};
  const before = Object.hasOwn(members, name) ? members[name] : undefined;
  return Object.fromEntries([...Object.entries(members), [name, placed(before, rest, value)]]);
}
