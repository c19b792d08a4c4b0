/** Looks for every secret in one text, in every view of it, and takes what it finds out of the text. */
import type { SightingForm } from '../model/trace.ts';
import {
  createBase64Finder,
  createFragmentFinder,
  type FindFragments,
  type Fragment,
  randomPart,
  type ScannedSecret,
} from './fragments.ts';
import { findMaskedPrints, maskAfter, maskBefore } from './masks.ts';
import { hexViews, plainView, type Range, squeezedView, unescapedView, type View } from './views.ts';

/** Characters `start` to `end` of the text give a part of the secret with this index away. */
export interface Match extends Range {
  readonly secret: number;
  readonly form: SightingForm;
}

export interface Search {
  readonly secrets: readonly ScannedSecret[];
  /** The random parts as they are. */
  readonly find: FindFragments;
  /** In the order of the text. */
  matches(text: string): readonly Match[];
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });
const textOf = ({ codes, length }: View): string => decoder.decode(codes.subarray(0, length));

export const inOrder = (matches: readonly Match[]): readonly Match[] =>
  matches.toSorted((a, b) => a.start - b.start || b.end - a.end);

/** A character that happens to stand behind a space does not make a whole print one in pieces. */
const fewestAdded = 4;
const addsTo = (whole: readonly Match[], { start, end }: Match): boolean =>
  whole.every(
    (match) => match.start >= end || match.end <= start || end - start - (match.end - match.start) >= fewestAdded,
  );

const outermost = (matches: readonly Match[]): readonly Match[] => {
  if (matches.length < 2) return matches;
  let reached = -1;
  return inOrder(matches).filter(({ end }) => {
    const further = end > reached;
    reached = Math.max(reached, end);
    return further;
  });
};

export const createSearch = (secrets: readonly ScannedSecret[]): Search => {
  const find = createFragmentFinder(secrets);
  const findBase64 = createBase64Finder(secrets);

  /** The whole value is one thing to a reader: a match from the first character on takes the public prefix with it. */
  const withPrefix = (text: string, { secret, at }: Fragment, range: Range): Range => {
    const prefix = secrets[secret]?.prefix ?? '';
    const start = range.start - prefix.length;
    return at === 0 && text.startsWith(prefix, start) ? { start, end: range.end } : range;
  };

  const plainMatches = (text: string, view: View): readonly Match[] =>
    find(view.codes, view.length).map((fragment) => {
      const { secret, start, end } = fragment;
      const whole = randomPart(secrets[secret] ?? { name: '', value: '', prefix: '' }).length === end - start;
      const from = whole ? start : maskBefore(text, start);
      const to = whole ? end : maskAfter(text, end);
      const form = from < start || to > end ? 'masked' : 'plain';
      return { secret, form, ...withPrefix(text, fragment, { start: from, end: to }) };
    });

  const escapedMatches = (text: string, view: View): readonly Match[] =>
    find(view.codes, view.length).map((fragment) => {
      const range = view.source(fragment.start, fragment.end);
      const form = text.slice(range.start, range.end).includes('%') ? 'url' : 'json';
      return { secret: fragment.secret, form, ...withPrefix(text, fragment, range) };
    });

  const splitMatches = (text: string, view: View): readonly Match[] =>
    find(view.codes, view.length).flatMap((fragment) => {
      const range = view.source(fragment.start, fragment.end);
      if (range.end - range.start === fragment.end - fragment.start) return [];
      return [{ secret: fragment.secret, form: 'split' as const, ...withPrefix(text, fragment, range) }];
    });

  const hexMatches = (view: View): readonly Match[] =>
    hexViews(view).flatMap((decoded) =>
      find(decoded.codes, decoded.length).map(({ secret, start, end }) => ({
        secret,
        form: 'hex',
        ...decoded.source(start, end),
      })),
    );

  const base64Matches = (view: View): readonly Match[] =>
    findBase64(view.codes, view.length).map(({ secret, start, end }) => ({
      secret,
      form: 'base64',
      ...view.source(start, end),
    }));

  const maskedMatches = (view: View, text: string): readonly Match[] =>
    findMaskedPrints(text, secrets).map(({ secret, start, end }) => ({
      secret,
      form: 'masked',
      ...view.source(start, end),
    }));

  const matches = (text: string): readonly Match[] => {
    const plain = plainView(text);
    const unescaped = unescapedView(plain);
    const squeezed = squeezedView(plain);
    const escaped =
      unescaped === undefined
        ? []
        : [
            ...escapedMatches(text, unescaped),
            ...hexMatches(unescaped),
            ...base64Matches(unescaped),
            ...maskedMatches(unescaped, textOf(unescaped)),
          ];
    const whole = outermost([
      ...plainMatches(text, plain),
      ...hexMatches(plain),
      ...base64Matches(squeezed),
      ...maskedMatches(plain, text),
      ...escaped,
    ]);
    const split = splitMatches(text, squeezed).filter((match) => addsTo(whole, match));
    return split.length === 0 ? whole : inOrder([...whole, ...split]);
  };
  return { secrets, find, matches };
};

const named = (secrets: readonly ScannedSecret[], secret: number): string => `<${secrets[secret]?.name ?? 'secret'}>`;

const replaceOnce = (text: string, matches: readonly Match[], secrets: readonly ScannedSecret[]): string => {
  let redacted = '';
  let reached = 0;
  let last = -1;
  for (const { secret, start, end } of matches) {
    const name = start <= reached && secret === last ? '' : named(secrets, secret);
    redacted += text.slice(reached, Math.max(reached, start)) + name;
    reached = Math.max(reached, end);
    last = secret;
  }
  return redacted + text.slice(reached);
};

const mostRounds = 4;

/**
 * The text with each match replaced by `<NAME>`. Searched again afterwards, since what is left may read otherwise: the
 * result never holds a match.
 */
export const redact = (text: string, matches: readonly Match[], search: Search): string => {
  let redacted = text;
  let left = matches;
  for (let round = 0; left.length > 0; round += 1) {
    if (round === mostRounds) return left.map(({ secret }) => named(search.secrets, secret)).join(' ');
    redacted = replaceOnce(redacted, left, search.secrets);
    left = search.matches(redacted);
  }
  return redacted;
};
