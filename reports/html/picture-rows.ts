/** What the picture of a timeline shows, from top to bottom: events, the edges of the allowed window, what was left out. */
import type { TraceEvent } from '../../harness/model/trace.ts';
import type { AllowedWindow, Edge } from '../wording/windows.ts';
import { keyLetters, type Mark, markOf } from './picture-marks.ts';

export type PictureRow =
  | { readonly kind: 'event'; readonly at: number; readonly seq: number; readonly marked: boolean; readonly mark: Mark }
  | { readonly kind: 'edge'; readonly at: number; readonly edge: 'opens' | 'closes'; readonly text: string }
  | { readonly kind: 'omitted'; readonly at: number; readonly events: number };

/** What may be left out first has the highest number. */
const rankOf = ({ seq, type }: TraceEvent, marked: ReadonlySet<number>): number => {
  if (marked.has(seq)) return 0;
  return type === 'log' || type === 'probe' || type === 'compared' ? 2 : 1;
};

/** What is seldom the point is drawn only when it is. */
const isDrawn = ({ seq, type }: TraceEvent, marked: ReadonlySet<number>): boolean =>
  marked.has(seq) || (type !== 'env-read' && type !== 'leftover' && type !== 'stall');

const eventRows = (all: readonly TraceEvent[], marked: ReadonlySet<number>, most: number): readonly PictureRow[] => {
  const events = all.filter((event) => isDrawn(event, marked));
  const kept = new Set(
    events.toSorted((a, b) => rankOf(a, marked) - rankOf(b, marked) || a.seq - b.seq).slice(0, most),
  );
  const letters = keyLetters(events);
  const rows: PictureRow[] = [];
  for (const event of events) {
    const { at, seq } = event;
    const last = rows.at(-1);
    if (kept.has(event)) rows.push({ kind: 'event', at, seq, marked: marked.has(seq), mark: markOf(event, letters) });
    else if (last?.kind === 'omitted') rows[rows.length - 1] = { ...last, events: last.events + 1 };
    else rows.push({ kind: 'omitted', at, events: 1 });
  }
  return rows;
};

const placeOf = (rows: readonly PictureRow[], { at, after }: Edge, edge: 'opens' | 'closes'): number => {
  if (after !== undefined) {
    const index = rows.findLastIndex((row) => row.kind === 'event' && row.seq <= after);
    return index + 1;
  }
  const index = rows.findIndex((row) => (edge === 'opens' ? row.at >= at : row.at > at));
  return index === -1 ? rows.length : index;
};

const withEdge = (rows: readonly PictureRow[], edge: 'opens' | 'closes', at: Edge | undefined) =>
  at === undefined
    ? rows
    : rows.toSpliced(placeOf(rows, at, edge), 0, { kind: 'edge', at: at.at, edge, text: at.text });

/** At most `most` events: those that a finding rests on first, then calls and faults, log lines last. */
export const pictureRows = (
  events: readonly TraceEvent[],
  marked: ReadonlySet<number>,
  allowed: AllowedWindow | undefined,
  most: number,
): readonly PictureRow[] =>
  withEdge(withEdge(eventRows(events, marked, most), 'opens', allowed?.opens), 'closes', allowed?.closes);
