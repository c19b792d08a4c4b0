/** Untrusted text in GitHub's Markdown: it neither formats, nor links, nor mentions anybody. */
import { plain } from '../untrusted.ts';

const entities: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For running text and table cells, never at the start of a line. */
export const prose = (text: string): string =>
  plain(text)
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    // A zero-width space: escapes do not keep a mention or a link from being one.
    .replace(/@(?=[\w-])/g, '@\u200b')
    .replace(/#(?=\d)/g, '#\u200b')
    .replace(/\b(https?:|www)(?=\/\/|\.)/gi, '$1\u200b');

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** A code span on one line; `|` is safe in a table too. */
export const code = (text: string): string => {
  const one = plain(text).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(one) + 1);
  const padded = /^`|`$|^ .* $/.test(one) ? ` ${one} ` : one;
  return one === '' ? '' : `${fence}${padded}${fence}`;
};

/** A block of lines as they are. */
export const block = (lines: readonly string[]): string => {
  const text = lines.map(plain).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
};
