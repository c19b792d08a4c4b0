/**
 * Ways to read a text: as it is, with escapes resolved, with line breaks and punctuation left out, and with its runs of
 * hex digits decoded. Each view knows which part of the source its characters came from.
 */
import type { Codes } from './fragments.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface View {
  readonly codes: Codes;
  readonly length: number;
  /** The part of the source that characters `from` to `to` of the view were read from. */
  source(from: number, to: number): Range;
}

export const plainView = (text: string): View => {
  const codes = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i += 1) codes[i] = text.charCodeAt(i);
  return { codes, length: text.length, source: (start, end) => ({ start, end }) };
};

const backslash = 92;
const percent = 37;

const table = (fill: (values: Int8Array) => void): Int8Array => {
  const values = new Int8Array(128).fill(-1);
  fill(values);
  return values;
};

const hexDigits = table((values) => {
  for (let digit = 0; digit < 16; digit += 1) {
    values[digit.toString(16).charCodeAt(0)] = digit;
    values[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
  }
});

const valueIn = (values: Int8Array, code: number | undefined): number =>
  code === undefined || code > 127 ? -1 : (values[code] ?? -1);

const hexNumber = (codes: Codes, from: number, digits: number): number => {
  let number = 0;
  for (let i = from; i < from + digits; i += 1) {
    const digit = valueIn(hexDigits, codes[i]);
    if (digit < 0) return -1;
    number = number * 16 + digit;
  }
  return number;
};

/** The escape that begins at `index`, of the forms `%41`, `\u0041` and `\x41`, its backslash also repeated. */
const escapeAt = (codes: Codes, index: number): { readonly code: number; readonly end: number } | undefined => {
  let head = index;
  let digits = 2;
  if (codes[index] === backslash) {
    while (codes[head] === backslash) head += 1;
    if (codes[head] === 117) digits = 4;
    else if (codes[head] !== 120) return undefined;
  }
  const code = hexNumber(codes, head + 1, digits);
  return code < 0 ? undefined : { code, end: head + 1 + digits };
};

/** Undefined when the text holds no escape at all. */
export const unescapedView = ({ codes, length }: View): View | undefined => {
  let out: { readonly codes: Uint16Array; readonly starts: Int32Array } | undefined;
  let size = 0;
  for (let i = 0; i < length; ) {
    const code = codes[i] ?? 0;
    const escaped = code === percent || code === backslash ? escapeAt(codes, i) : undefined;
    if (escaped !== undefined && out === undefined) {
      out = { codes: new Uint16Array(length), starts: new Int32Array(length + 1) };
      for (size = 0; size < i; size += 1) {
        out.codes[size] = codes[size] ?? 0;
        out.starts[size] = size;
      }
    }
    if (out !== undefined) {
      out.codes[size] = escaped?.code ?? code;
      out.starts[size] = i;
    }
    size += 1;
    i = escaped?.end ?? i + 1;
  }
  if (out === undefined) return undefined;
  const { starts } = out;
  starts[size] = length;
  return {
    codes: out.codes,
    length: size,
    source: (from, to) => ({ start: starts[from] ?? 0, end: starts[to] ?? length }),
  };
};

const glue = table((values) => {
  for (const character of ' \t\r\n"\'`,[]+\\') values[character.charCodeAt(0)] = 1;
});

/** Without white space, quotes, commas, brackets and escaped line breaks: pieces of an array or of wrapped lines meet. */
export const squeezedView = ({ codes, length }: View): View => {
  const kept = new Uint16Array(length);
  const positions = new Int32Array(length);
  let size = 0;
  for (let i = 0; i < length; i += 1) {
    const code = codes[i] ?? 0;
    if (code < 128 && glue[code] === 1) {
      const next = codes[i + 1];
      // `\n`, `\r`, `\t` as two characters: a line break inside a JSON text.
      if (code === backslash && (next === 110 || next === 114 || next === 116)) i += 1;
      continue;
    }
    kept[size] = code;
    positions[size] = i;
    size += 1;
  }
  return {
    codes: kept,
    length: size,
    source: (from, to) => ({ start: positions[from] ?? 0, end: (positions[to - 1] ?? 0) + 1 }),
  };
};

/** Eight characters are so many digits. */
const shortestHex = 16;
const space = 32;
const colon = 58;

/** Every long run of hex digits, decoded from its first and from its second digit on. A printed `Buffer` has spaces. */
export const hexViews = (view: View): readonly View[] => {
  const views: View[] = [];
  const { codes, length } = view;
  for (let i = 0; i < length; i += 1) {
    if (valueIn(hexDigits, codes[i]) < 0) continue;
    const begin = i;
    let digits = 0;
    for (; i < length; i += 1) {
      const code = codes[i] ?? 0;
      if (valueIn(hexDigits, code) >= 0) digits += 1;
      else if (!(code === space || code === colon) || valueIn(hexDigits, codes[i + 1]) < 0) break;
    }
    if (digits >= shortestHex) views.push(decodedRun(view, begin, i, 0), decodedRun(view, begin, i, 1));
  }
  return views;
};

const decodedRun = (view: View, begin: number, end: number, skipped: 0 | 1): View => {
  const bytes = new Uint8Array((end - begin) >> 1);
  const positions = new Int32Array(end - begin);
  let digits = -skipped;
  for (let i = begin; i < end; i += 1) {
    const value = valueIn(hexDigits, view.codes[i]);
    if (value < 0) continue;
    if (digits >= 0) {
      bytes[digits >> 1] = digits % 2 === 0 ? value << 4 : (bytes[digits >> 1] ?? 0) | value;
      positions[digits] = i;
    }
    digits += 1;
  }
  return {
    codes: bytes,
    length: digits >> 1,
    source: (from, to) => view.source(positions[from * 2] ?? begin, (positions[to * 2 - 1] ?? end - 1) + 1),
  };
};
