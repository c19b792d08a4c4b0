/** Tells a random text from one that somebody wrote. */

/** Shannon entropy of its characters, in bits per character. */
export const entropy = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
};

/** The share of neighbours that follow each other (`abcdef`, `123456`) or are equal. */
const orderly = (text: string): number => {
  let steps = 0;
  for (let at = 1; at < text.length; at += 1) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    if (step === 1 || step === 0 || step === -1) steps += 1;
  }
  return steps / Math.max(1, text.length - 1);
};

const placeholderWords =
  /your[_-]|[_-]here\b|example|placeholder|change[_-]?me|replace|insert|dummy|fake|sample|redacted|x{4,}|\.{3}|\*{3}|^<.*>$|^\[.*\]$|\$\{|\$\(|\{\{|todo|not[_-]?a[_-]?real/i;

/** Words that people put where a secret belongs. */
export const isPlaceholder = (value: string): boolean => placeholderWords.test(value);

const isHex = (text: string): boolean => /^[0-9a-f]+$/i.test(text);

/**
 * Whether the text is random: as many different characters as chance gives, digits among letters, no order. Random
 * base62 and base64 of 20 characters or more and hex of 32 are; words, paths, names and counting are not.
 */
export const isRandom = (text: string): boolean => {
  if (text.length < 16 || isPlaceholder(text) || orderly(text) > 0.4) return false;
  if (!/\d/.test(text) || !/[a-z]/i.test(text)) return false;
  const bits = entropy(text);
  if (isHex(text)) return text.length >= 32 && bits >= 3;
  const mixed = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return bits / Math.log2(Math.min(text.length, 64)) >= (mixed ? 0.82 : 0.78);
};

/** A counted alphabet (`abc...`) has the entropy of chance, so it is recognised by its order. */
const isCounted = (text: string): boolean => {
  let steps = 0;
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) === text.charCodeAt(at - 1) + 1) steps += 1;
  return steps > text.length / 2;
};

/** 2.6 bits a character are less than chance gives even hex of 24. */
const leastEntropy = 2.6;

/** A counted row, a run of one character, a word said again and again: what people write in tests and examples. */
export const isMadeUp = (random: string): boolean =>
  entropy(random) < leastEntropy || isCounted(random) || isPlaceholder(random);
