/**
 * Ways to read a text: as it is, with escapes resolved, with line breaks and punctuation left out, and with its hex
 * and base64 runs decoded. Each view knows which part of the source its characters came from.
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

/** Base64 and base64url at once: for base62 text the two differ in nothing. */
const sextets = table((values) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  for (let i = 0; i < alphabet.length; i += 1) values[alphabet.charCodeAt(i)] = i;
  for (const character of '+-') values[character.charCodeAt(0)] = 62;
  for (const character of '/_') values[character.charCodeAt(0)] = 63;
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

/** The views of one run of digits, read from its first, second ... digit on: where the encoded text began is unknown. */
type Decode = (values: readonly number[], offset: number) => Uint8Array;

interface Encoding {
  readonly values: Int8Array;
  readonly separators: readonly number[];
  readonly shortestRun: number;
  readonly bits: 4 | 6;
  /** After so many offsets the alignment comes again. */
  readonly offsets: number;
}

/** Eight characters are 16 digits. Spaces and colons are allowed between them, as a printed `Buffer` has. */
export const hex: Encoding = { values: hexDigits, separators: [32, 58], shortestRun: 16, bits: 4, offsets: 2 };
/** Eight characters are at least 11 digits. */
export const base64: Encoding = { values: sextets, separators: [], shortestRun: 11, bits: 6, offsets: 4 };

const decode = (bits: 4 | 6): Decode =>
  bits === 4
    ? (values, offset) => {
        const bytes = new Uint8Array((values.length - offset) >> 1);
        for (let i = 0, at = offset; i < bytes.length; i += 1, at += 2)
          bytes[i] = ((values[at] ?? 0) << 4) | (values[at + 1] ?? 0);
        return bytes;
      }
    : (values, offset) => {
        const bytes = new Uint8Array(((values.length - offset) * 3) >> 2);
        let out = 0;
        for (let at = offset; out < bytes.length; at += 4) {
          const group =
            ((values[at] ?? 0) << 18) |
            ((values[at + 1] ?? 0) << 12) |
            ((values[at + 2] ?? 0) << 6) |
            (values[at + 3] ?? 0);
          bytes[out] = group >> 16;
          if (out + 1 < bytes.length) bytes[out + 1] = group >> 8;
          if (out + 2 < bytes.length) bytes[out + 2] = group;
          out += 3;
        }
        return bytes;
      };

const decoders = { 4: decode(4), 6: decode(6) } as const;

/** Every run of the encoding's digits that is long enough to hold a fragment, decoded at each alignment. */
export const decodedViews = (view: View, encoding: Encoding): readonly View[] => {
  const views: View[] = [];
  const { codes, length } = view;
  for (let i = 0; i < length; i += 1) {
    if (valueIn(encoding.values, codes[i]) < 0) continue;
    const begin = i;
    let digits = 0;
    let end = i;
    for (let at = i; at < length; at += 1) {
      const code = codes[at] ?? 0;
      if (valueIn(encoding.values, code) >= 0) {
        digits += 1;
        end = at + 1;
      } else if (!encoding.separators.includes(code) || valueIn(encoding.values, codes[at + 1]) < 0) break;
    }
    i = end;
    if (digits >= encoding.shortestRun) views.push(...viewsOfRun(view, encoding, begin, end));
  }
  return views;
};

const viewsOfRun = (view: View, encoding: Encoding, begin: number, end: number): readonly View[] => {
  const values: number[] = [];
  const positions: number[] = [];
  for (let i = begin; i < end; i += 1) {
    const value = valueIn(encoding.values, view.codes[i]);
    if (value < 0) continue;
    values.push(value);
    positions.push(i);
  }
  const { bits } = encoding;
  return Array.from({ length: encoding.offsets }, (_, offset) => {
    const bytes = decoders[bits](values, offset);
    return {
      codes: bytes,
      length: bytes.length,
      source: (from, to) => {
        const first = positions[offset + Math.floor((from * 8) / bits)] ?? begin;
        const last = positions[offset + Math.ceil((to * 8) / bits) - 1] ?? end - 1;
        return view.source(first, last + 1);
      },
    };
  });
};
