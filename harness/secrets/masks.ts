/**
 * Finds secrets of which only a few characters were printed: the first ones behind the public prefix (`sk-Ab3***`), or
 * the last ones behind a mask (`****4xYz`).
 */
import type { ScannedSecret } from './fragments.ts';
import { randomPart, shortestFragment } from './fragments.ts';

export interface MaskedPrint {
  readonly secret: number;
  readonly start: number;
  readonly end: number;
}

const mask = String.raw`[[(<{]?(?:[*•●∗…█▇■#]+|\.{2,}|[xX]{3,}|redacted|masked|hidden)[\])>}]?`;
const maskAhead = new RegExp(mask, 'iy');
const maskBehind = new RegExp(`(?:${mask})$`, 'i');
const longestMask = 256;
const alphanumeric = /[0-9A-Za-z]/;

/** Where the mask ends that begins at `index`; `index` itself when none does. */
export const maskAfter = (text: string, index: number): number => {
  maskAhead.lastIndex = index;
  return maskAhead.test(text) ? maskAhead.lastIndex : index;
};

/** Where the mask begins that ends at `index`; `index` itself when none does. */
export const maskBefore = (text: string, index: number): number => {
  const found = maskBehind.exec(text.slice(Math.max(0, index - longestMask), index));
  return found === null ? index : index - found[0].length;
};

const endsWord = (text: string, index: number): boolean => !alphanumeric.test(text.charAt(index));
const beginsWord = (text: string, index: number): boolean => index === 0 || !alphanumeric.test(text.charAt(index - 1));

const equalFrom = (text: string, index: number, part: string): number => {
  let count = 0;
  while (count < part.length && text[index + count] === part[count]) count += 1;
  return count;
};

const equalUpTo = (text: string, index: number, part: string): number => {
  let count = 0;
  while (count < part.length && index > count && text[index - 1 - count] === part[part.length - 1 - count]) count += 1;
  return count;
};

/** Three characters and a mask behind the prefix are no accident, nor are four of them with either. */
const headPrints = (text: string, secret: number, { prefix }: ScannedSecret, part: string): readonly MaskedPrint[] => {
  const prints: MaskedPrint[] = [];
  const head = part.slice(0, 3);
  for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1)) {
    const shown = equalFrom(text, at, part);
    if (shown >= shortestFragment) continue;
    const named = prefix !== '' && text.startsWith(prefix, at - prefix.length);
    const masked = maskAfter(text, at + shown);
    const seen = masked > at + shown ? named || (shown >= 4 && beginsWord(text, at)) : named && shown >= 4;
    if (seen)
      prints.push({
        secret,
        start: named ? at - prefix.length : at,
        end: masked > at + shown ? tailAfter(text, masked, part) : at + shown,
      });
  }
  return prints;
};

/** `sk-Ab3…4xYz`: what follows the mask is the secret's end, if anything. */
const tailAfter = (text: string, index: number, part: string): number => {
  let end = index;
  while (end < text.length && end - index < part.length && !endsWord(text, end)) end += 1;
  return end > index && part.endsWith(text.slice(index, end)) ? end : index;
};

const tailPrints = (text: string, secret: number, part: string): readonly MaskedPrint[] => {
  const prints: MaskedPrint[] = [];
  const tail = part.slice(-4);
  for (let at = text.indexOf(tail); at >= 0; at = text.indexOf(tail, at + 1)) {
    const end = at + tail.length;
    const shown = equalUpTo(text, end, part);
    if (shown >= shortestFragment || !endsWord(text, end)) continue;
    const start = maskBefore(text, end - shown);
    if (start < end - shown) prints.push({ secret, start, end });
  }
  return prints;
};

export const findMaskedPrints = (text: string, secrets: readonly ScannedSecret[]): readonly MaskedPrint[] =>
  secrets.flatMap((secret, index) => {
    const part = randomPart(secret);
    return [...headPrints(text, index, secret, part), ...tailPrints(text, index, part)];
  });
