/** Random texts that stand beside the name of a credential: `apiKey: '...'`, `PASSWORD=...`. */
import { baseName, extension } from '../text.ts';
import type { Detector } from './detector.ts';
import { isRandom } from './randomness.ts';

const credential =
  '(api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|auth[_-]?key|secret|token|password|passwd|pwd|credentials?|bearer)';

/**
 * Name, `=` or `:` (also `:=`, `=>`, a type in between), opening quote, value. Every part has a longest length: a text
 * without blanks, however long, is searched in one go.
 */
const quoted = new RegExp(
  `${credential}[\\w-]{0,40}["'\`]?\\]?\\s{0,20}(?::\\s{0,20}\\w{1,40}\\s{0,20})?(?:=>|:=|=|:|\\()\\s{0,20}(["'\`])([A-Za-z0-9+/=_.~-]{16,400})\\2`,
  'gi',
);
const bare = new RegExp(
  `^[ \\t]*(?:export[ \\t]+)?-?[ \\t]*[\\w.-]{0,60}${credential}[\\w-]{0,40}[ \\t]*[:=][ \\t]*([A-Za-z0-9+/=_~.-]{16,400})[ \\t]*$`,
  'gim',
);
const header = /\b(bearer|basic|token)\s{1,20}([A-Za-z0-9+/=_~.-]{20,400})/gi;

/** Values without quotes are values only here; in code they are names. */
const settings = new Set(['env', 'yaml', 'yml', 'toml', 'ini', 'properties', 'conf', 'cfg', 'md', 'txt', 'sh', 'tf']);
const takesBareValues = (file: string): boolean =>
  settings.has(extension(file)) || /(^|\.)env(\.|$)/.test(baseName(file));

/** Hashes of packages, and the machine's own texts, are random by nature. */
const isLockFile = (file: string): boolean =>
  /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|composer\.lock|cargo\.lock|poetry\.lock|uv\.lock|gemfile\.lock|go\.sum)$/.test(
    baseName(file),
  );

const isPublic = (name: string): boolean => /public|publishable|integrity|checksum|sha\d*|digest|etag/i.test(name);

export const credentialEntropy: Detector = ({ file, text }) => {
  if (isLockFile(file)) return [];
  const hits = [quoted, header, ...(takesBareValues(file) ? [bare] : [])].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const [whole, name = '', ...rest] = match;
      const value = rest.at(-1) ?? '';
      const before = /[\w.-]*$/.exec(text.slice(Math.max(0, match.index - 40), match.index))?.[0] ?? '';
      const at = whole.lastIndexOf(value);
      if (isPublic(before + whole.slice(0, at)) || !isRandom(value)) return [];
      const start = match.index + at;
      const kind = `entropy/${name.toLowerCase().replace(/[_-]/g, '')}`;
      return [{ kind, start, end: start + value.length }];
    }),
  );
  return hits;
};
