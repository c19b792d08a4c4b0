/** Everything that a subject or a provider said is untrusted text. These make it safe to show; the page escapes it besides. */
import { stripVTControlCharacters } from 'node:util';

// Terminal escapes apart, these can hide or reorder what a reader sees: C0, C1, bidirectional and zero-width characters.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text on one line, without terminal sequences and characters that cannot be seen. */
export const plain = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/\r\n|[\r\n\u0085]/g, '⏎')
    .replace(/\t/g, ' ')
    .replace(invisible, '');

/** At most `length` characters; what was cut is said. */
export const shorten = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)}… (${text.length - length} more)`;
