/** JSON pointers (RFC 6901): where in an answer of a service something stands. */
import type { Json } from '../model/json.ts';

/** `''` is the whole; undefined when nothing stands there. */
export const at = (value: Json | undefined, pointer: string): Json | undefined =>
  pointer === ''
    ? value
    : pointer
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
        .reduce<Json | undefined>((found, step) => memberOf(found, step), value);

const memberOf = (value: Json | undefined, name: string): Json | undefined => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Reflect.get(value, name) as Json;
};

export const isPointer = (text: string): boolean => text === '' || text.startsWith('/');
