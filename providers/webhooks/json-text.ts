/**
 * Writes JSON as other languages do: their white space, their escapes, their numbers. Read and written again by
 * JavaScript it is another text, so that only a verification of the bytes received can hold.
 */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { isJsonObject } from '../json-body.ts';

export interface JsonStyle {
  /** Spaces for each level, on lines of their own. */
  readonly indent?: number;
  /** A space after each comma and colon, as Python writes it. Not with `indent`. */
  readonly spaced?: boolean;
  /** Characters that are written as `\u00e9`, or `\/` for a slash. */
  readonly escapes?: RegExp;
  /** Names of members whose whole numbers are written as `1.0`. */
  readonly decimals?: readonly string[];
  /** Names of members whose strings of digits are written as numbers: more digits than a double holds. */
  readonly digits?: readonly string[];
}

export const beyondAscii = /[\u0080-\uffff]/g;
export const beyondAsciiAndSlash = /[\u0080-\uffff/]/g;
export const markup = /[<>&\u2028\u2029]/g;

const escaped = (character: string): string =>
  character === '/' ? '\\/' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const text = (value: string, { escapes }: JsonStyle): string => {
  const plain = JSON.stringify(value);
  return escapes === undefined ? plain : plain.replace(escapes, escaped);
};

const scalar = (value: Json, name: string, style: JsonStyle): string => {
  if (typeof value === 'string')
    return style.digits?.includes(name) && /^[1-9]\d*$/.test(value) ? value : text(value, style);
  const written = JSON.stringify(value);
  return style.decimals?.includes(name) && /^-?\d+$/.test(written) ? `${written}.0` : written;
};

const wrapped = (open: string, close: string, items: readonly string[], style: JsonStyle, depth: number): string => {
  if (items.length === 0) return `${open}${close}`;
  if (style.indent === undefined) return `${open}${items.join(style.spaced ? ', ' : ',')}${close}`;
  const line = (level: number): string => `\n${' '.repeat((style.indent ?? 0) * level)}`;
  return `${open}${line(depth + 1)}${items.join(`,${line(depth + 1)}`)}${line(depth)}${close}`;
};

const written = (value: Json, name: string, style: JsonStyle, depth: number): string => {
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => written(item, name, style, depth + 1));
    return wrapped('[', ']', items, style, depth);
  }
  if (!isJsonObject(value)) return scalar(value, name, style);
  const colon = style.spaced || style.indent !== undefined ? ': ' : ':';
  const members = Object.entries(value).map(
    ([key, member]) => `${text(key, style)}${colon}${written(member, key, style, depth + 1)}`,
  );
  return wrapped('{', '}', members, style, depth);
};

/** In UTF-8. */
export const jsonBody = (value: JsonObject, style: JsonStyle): Uint8Array => Buffer.from(written(value, '', style, 0));
