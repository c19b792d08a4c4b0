/** What a run saw beside its verdicts. */
import type { Report } from '../../harness/model/report.ts';
import { shorten } from '../untrusted.ts';
import { type Child, h, when } from './element.ts';
import type { Limits } from './limits.ts';

const textLength = 400;

const list = (title: string, entries: readonly string[], most: number): Child =>
  when(entries.length > 0, () => [
    h('h3', null, title),
    h(
      'ul',
      { class: 'seen' },
      entries.slice(0, most).map((entry) => h('li', null, shorten(entry, textLength))),
      when(entries.length > most, () => h('li', null, `and ${entries.length - most} more: see compliance.json`)),
    ),
  ]);

const tallies = (counts: { readonly [name: string]: number }): readonly string[] =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, times]) => `${name} (${times})`);

export const surface = ({ surface: seen }: Report, { listed }: Limits): Child => {
  const parts = [
    list('Cases that the harness could not carry out', seen.harnessErrors, listed),
    list('Calls to hosts that no provider claims, refused', tallies(seen.unclaimed), listed),
    list("Requests that the provider's validation refused", tallies(seen.complaints), listed),
    list('Faults planned that never struck', tallies(seen.unstruck), listed),
    list('Environment variables read', seen.envRead, listed),
  ];
  return parts.every((part) => part === null)
    ? null
    : h(
        'section',
        { id: 'seen', 'aria-labelledby': 'seen-title' },
        h('h2', { id: 'seen-title' }, 'What else was seen'),
        parts,
      );
};
