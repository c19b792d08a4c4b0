/** JSON pointers into a description (RFC 6901), as `$ref` writes them. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';

export const step = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Also of percent signs, which only a `$ref` has. */
export const unescaped = (part: string): string => {
  const text = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** `pointer`: `/paths/~1things`, with or without `#` before it. Undefined when nothing stands there. */
export function at(document: Json | undefined, pointer: string): Json | undefined {
  const parts = pointer.replace(/^#/, '').split('/').slice(1);
  return parts.reduce<Json | undefined>((value, part) => {
    const name = unescaped(part);
    if (Array.isArray(value)) return value[Number(name)];
    return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }, document);
}

export interface Placed {
  readonly value: JsonObject;
  readonly pointer: string;
}

/** What stands at `pointer`, references followed; undefined when it is no object, or when references go round. */
export function resolved(document: JsonObject, pointer: string, hops = 20): Placed | undefined {
  const value = at(document, pointer);
  if (!isJsonObject(value)) return undefined;
  if (typeof value.$ref !== 'string') return { value, pointer };
  return hops === 0 || !value.$ref.startsWith('#/') ? undefined : resolved(document, value.$ref.slice(1), hops - 1);
}
