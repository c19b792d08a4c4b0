/**
 * A timeline as a picture: time goes down, the integration stands on the left, the provider on the right. Steps of time
 * are labelled and not to scale, so that ten milliseconds and a day both fit; the order is always true.
 */
import type { VNode } from 'preact';
import type { TraceEvent } from '../../harness/model/trace.ts';
import { formatMs } from '../duration.ts';
import type { AllowedWindow } from '../wording/windows.ts';
import { type Child, h, when } from './element.ts';
import type { Mark } from './picture-marks.ts';
import { type PictureRow, pictureRows } from './picture-rows.ts';

const width = 400;
const left = 76;
const right = 386;
const timeEnd = 62;
const headHeight = 34;
/** After the last event; longer below a window that never closes. */
const tailHeight = { closed: 14, open: 34 } as const;

const heights = { arrow: 36, point: 22, opens: 26, closes: 24, omitted: 20 } as const;

const kindOf = (row: PictureRow): keyof typeof heights => {
  if (row.kind === 'event') return row.mark.shape;
  return row.kind === 'edge' ? row.edge : row.kind;
};

const heightOf = (row: PictureRow): number => heights[kindOf(row)];

/** How far the line of a row stands above its end: what opens has its text below. */
const textBelow = (row: PictureRow): number => (kindOf(row) === 'opens' ? 19 : 7);

/** Longer waits take more room, but a day does not take a page. */
const gapHeight = (ms: number): number => Math.round(14 + 7 * Math.log10(1 + ms));

interface Placed {
  readonly row: PictureRow;
  /** The line that the row stands on. */
  readonly y: number;
  /** How much time passed since the row before it. */
  readonly waited: number;
}

const place = (rows: readonly PictureRow[]): { readonly placed: readonly Placed[]; readonly height: number } => {
  let y = headHeight;
  let before = rows[0]?.at ?? 0;
  const placed = rows.map((row) => {
    const waited = Math.max(0, row.at - before);
    before = Math.max(before, row.at);
    y += (waited > 0 ? gapHeight(waited) : 0) + heightOf(row);
    return { row, y: y - textBelow(row), waited };
  });
  const isOpen = rows.findLast((row) => row.kind === 'edge')?.edge === 'opens';
  return { placed, height: y + tailHeight[isOpen ? 'open' : 'closed'] };
};

const line = (x1: number, y1: number, x2: number, y2: number, look: string): VNode =>
  h('line', { x1, y1, x2, y2, class: look });

const text = (
  x: number,
  y: number,
  look: string,
  said: string,
  more: { [name: string]: string | number } = {},
): VNode => h('text', { x, y, class: look, ...more }, said);

const head = (x: number, y: number, towards: 'provider' | 'integration', look: string): VNode => {
  const back = towards === 'provider' ? -8 : 8;
  return h('path', { d: `M${x} ${y}l${back} -4v8z`, class: look });
};

const arrow = (mark: Mark & { shape: 'arrow' }, y: number): Child => {
  const [from, to] = mark.to === 'provider' ? [left, right] : [right, left];
  const middle = (left + right) / 2;
  const label = text(left + 14, y - 8, `label ${mark.look}`, mark.text);
  if (mark.look === 'lost')
    return [
      line(from, y, middle + 8, y, 'arrow lost'),
      h('path', { d: `M${middle - 5} ${y - 5}l10 10m0 -10l-10 10`, class: 'cross' }),
      label,
    ];
  return [line(from, y, to, y, `arrow ${mark.look}`), head(to, y, mark.to, `head ${mark.look}`), label];
};

const shapes = {
  action: (x: number, y: number) => h('circle', { cx: x, cy: y, r: 5, class: 'action' }),
  outcome: (x: number, y: number) => h('circle', { cx: x, cy: y, r: 4, class: 'outcome' }),
  fault: (x: number, y: number) => h('path', { d: `M${x} ${y - 7}l6 7l-6 7l-6 -7z`, class: 'fault' }),
  log: (x: number, y: number) => h('rect', { x: x - 3, y: y - 3, width: 6, height: 6, class: 'log' }),
  effect: (x: number, y: number) => h('rect', { x: x - 4, y: y - 4, width: 8, height: 8, class: 'effect' }),
  bad: (x: number, y: number) => h('path', { d: `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`, class: 'cross' }),
  other: (x: number, y: number) => h('circle', { cx: x, cy: y, r: 3, class: 'log' }),
} as const;

const point = (mark: Mark & { shape: 'point' }, y: number): Child => {
  const x = mark.on === 'integration' ? left : right;
  const label =
    mark.on === 'integration'
      ? text(x + 14, y + 4, `label ${mark.look}`, mark.text)
      : text(x - 14, y + 4, `label ${mark.look}`, mark.text, { 'text-anchor': 'end' });
  return [shapes[mark.look](x, y), label];
};

/** Behind an event that the finding rests on. */
const highlight = ({ row, y }: Placed): Child => {
  if (row.kind !== 'event' || !row.marked) return null;
  const top = row.mark.shape === 'arrow' ? y - 24 : y - 11;
  const height = row.mark.shape === 'arrow' ? 31 : 22;
  return [
    h('rect', { x: left - 10, y: top, width: right - left + 20, height, class: 'evidence' }),
    h('path', { d: `M${left - 18} ${top + height / 2 - 5}l8 5l-8 5z`, class: 'pointer' }),
  ];
};

const time = ({ row, y, waited }: Placed, isFirst: boolean): Child => {
  if (!isFirst && waited === 0) return null;
  const said = formatMs(row.at);
  const squeezed = said.length > 9 ? { textLength: timeEnd - 8, lengthAdjust: 'spacingAndGlyphs' } : {};
  return text(timeEnd - 6, y + 4, 'time', said, { 'text-anchor': 'end', ...squeezed });
};

const wait = ({ row, y, waited }: Placed): Child => {
  if (waited === 0) return null;
  const bottom = y + textBelow(row) - heightOf(row);
  const top = bottom - gapHeight(waited);
  const middle = (top + bottom) / 2;
  return [
    line(left, top + 2, left, bottom - 2, 'passes'),
    text((left + right) / 2, middle + 4, 'wait', `${formatMs(waited)} pass`, { 'text-anchor': 'middle' }),
  ];
};

const rowPicture = ({ row, y }: Placed): Child => {
  switch (row.kind) {
    case 'event':
      return row.mark.shape === 'arrow' ? arrow(row.mark, y) : point(row.mark, y);
    case 'edge':
      return [
        line(left - 10, y, right + 10, y, 'edge'),
        text(left + 14, row.edge === 'opens' ? y + 14 : y - 5, 'edge-text', row.text),
      ];
    case 'omitted':
      return text(left + 14, y + 4, 'wait', `… ${row.events} more events: see the table`);
  }
};

const shade = (placed: readonly Placed[], height: number): Child => {
  const at = (edge: 'opens' | 'closes') => placed.find(({ row }) => row.kind === 'edge' && row.edge === edge)?.y;
  const [top, bottom] = [at('opens'), at('closes') ?? height - 4];
  return top === undefined
    ? null
    : h('rect', { x: left - 10, y: top, width: right - left + 20, height: Math.max(0, bottom - top), class: 'window' });
};

export interface Picture {
  readonly events: readonly TraceEvent[];
  readonly marked: ReadonlySet<number>;
  readonly allowed: AllowedWindow | undefined;
  /** How many events are drawn at most. */
  readonly most: number;
  /** What it shows, for those who cannot see it. */
  readonly title: string;
  readonly provider: string;
}

export const picture = ({ events, marked, allowed, most, title, provider }: Picture): VNode => {
  const { placed, height } = place(pictureRows(events, marked, allowed, most));
  return h(
    'svg',
    { class: 'timeline', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title },
    shade(placed, height),
    placed.map(highlight),
    line(left, headHeight - 8, left, height - 4, 'life'),
    line(right, headHeight - 8, right, height - 4, 'life'),
    text(left - 10, 16, 'side', 'integration'),
    text(right + 10, 16, 'side', provider, { 'text-anchor': 'end' }),
    placed.map((each, index) => [time(each, index === 0), wait(each)]),
    placed.map(rowPicture),
    when(placed.length === 0, () => text(left + 14, headHeight, 'wait', 'nothing happened')),
  );
};
