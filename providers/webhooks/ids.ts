/** Ids in the forms of the providers, the same for the same text. */
import { digest } from '../digest.ts';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** At most 64 hexadecimal digits. */
export const hexId = (text: string, length: number): string =>
  `${digest(text)}${digest(`${text} on`)}`.slice(0, length);

/** At most 32 characters of `alphabet`. */
export const idOf = (text: string, length: number, alphabet: string = base62): string =>
  Array.from({ length }, (_, index) => {
    const byte = Number.parseInt(hexId(text, 64).slice(index * 2, index * 2 + 2), 16);
    return alphabet.charAt(byte % alphabet.length);
  }).join('');
