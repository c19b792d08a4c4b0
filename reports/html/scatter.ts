/** Delays before retries as a scatter: one column for each retry, the bound that the contract declares shaded. */
import type { VNode } from 'preact';
import type { DelaySamples } from '../../harness/model/verdict.ts';
import { formatMs } from '../duration.ts';
import { type Child, h } from './element.ts';

const size = { width: 400, height: 260, left: 56, right: 392, top: 22, bottom: 226 } as const;
const mostColumns = 10;

const niceSteps = [1, 2, 2.5, 5, 10];

/** About four ticks at round numbers. */
const ticks = (top: number): readonly number[] => {
  const rough = top / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * (niceSteps.find((nice) => nice * magnitude >= rough) ?? 10);
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
};

/** Points next to each other in time are spread sideways, always the same way. */
const sideways = (index: number): number => ((index * 0.618_034) % 1) - 0.5;

export const scatter = (all: readonly DelaySamples[], toleranceMs: number, title: string): VNode => {
  const shown = all.slice(0, mostColumns);
  const top = Math.max(1, ...shown.map(({ boundMs, delaysMs }) => Math.max(boundMs, delaysMs.at(-1) ?? 0))) * 1.05;
  const yOf = (ms: number): number => size.bottom - (ms / top) * (size.bottom - size.top);
  const column = (size.right - size.left) / Math.max(1, shown.length);
  const centre = (index: number): number => size.left + column * (index + 0.5);
  const round = (value: number): number => Math.round(value * 10) / 10;
  const half = column * 0.38;
  const bins = shown.map(({ retry, boundMs, delaysMs, of }, index): Child => {
    const dots = (delays: readonly number[], look: string, offset: number): Child =>
      h('path', {
        class: look,
        d: delays
          .map((ms, at) => `M${round(centre(index) + sideways(at + offset) * 2 * (half - 6))} ${round(yOf(ms))}h0`)
          .join(''),
      });
    const within = delaysMs.filter((ms) => ms <= boundMs + toleranceMs);
    const above = delaysMs.filter((ms) => ms > boundMs + toleranceMs);
    return [
      h('rect', {
        class: 'window',
        x: round(centre(index) - half),
        y: round(yOf(boundMs)),
        width: round(half * 2),
        height: round(size.bottom - yOf(boundMs)),
      }),
      h('line', {
        class: 'edge',
        x1: round(centre(index) - half),
        x2: round(centre(index) + half),
        y1: round(yOf(boundMs)),
        y2: round(yOf(boundMs)),
      }),
      dots(within, 'dots', 0),
      dots(above, 'dots above', within.length),
      h(
        'text',
        { class: 'edge-text', x: round(centre(index)), y: round(yOf(boundMs) - 5), 'text-anchor': 'middle' },
        formatMs(boundMs),
      ),
      h(
        'text',
        { class: 'side', x: round(centre(index)), y: size.bottom + 16, 'text-anchor': 'middle' },
        `retry ${retry + 1}`,
      ),
      h('text', { class: 'wait', x: round(centre(index)), y: size.bottom + 30, 'text-anchor': 'middle' }, `${of} ×`),
    ];
  });
  return h(
    'svg',
    { class: 'scatter', viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': title },
    ticks(top).map((ms) => [
      h('line', { class: 'grid', x1: size.left, x2: size.right, y1: round(yOf(ms)), y2: round(yOf(ms)) }),
      h('text', { class: 'time', x: size.left - 6, y: round(yOf(ms)) + 4, 'text-anchor': 'end' }, formatMs(ms)),
    ]),
    bins,
  );
};

const quantile = (delays: readonly number[], share: number): number =>
  delays[Math.round((delays.length - 1) * share)] ?? 0;

/** The same in numbers. */
export const delayTable = (all: readonly DelaySamples[], toleranceMs: number, caption: string): VNode =>
  h(
    'table',
    { class: 'delays' },
    h('caption', null, caption),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        ['Retry', 'Delays', 'Least', 'Median', 'Longest', 'Bound', 'Above it'].map((name) =>
          h('th', { scope: 'col' }, name),
        ),
      ),
    ),
    h(
      'tbody',
      null,
      all.map(({ retry, boundMs, delaysMs, of }) =>
        h('tr', null, [
          h('th', { scope: 'row' }, retry + 1),
          ...[
            of,
            formatMs(quantile(delaysMs, 0)),
            formatMs(quantile(delaysMs, 0.5)),
            formatMs(quantile(delaysMs, 1)),
            formatMs(boundMs),
            `${delaysMs.filter((ms) => ms > boundMs + toleranceMs).length} of ${delaysMs.length}${of > delaysMs.length ? ' drawn' : ''}`,
          ].map((value) => h('td', null, value)),
        ]),
      ),
    ),
  );
