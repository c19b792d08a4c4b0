/** Reads JSON, and the texts in it. */
import type { Json } from '../harness/model/json.ts';

export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Every string at any depth; keys are not looked at. */
export const textsIn = (value: Json): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
};

/** Undefined for what is no JSON. */
export const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};
