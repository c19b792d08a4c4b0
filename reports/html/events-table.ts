/** A timeline as a table: the same as its picture, and all of it that fits. */
import type { TraceEvent } from '../../harness/model/trace.ts';
import { formatMs } from '../duration.ts';
import { type TimelineLine, timeline } from '../timeline.ts';
import { copyButton } from './copy.ts';
import { curl } from './curl.ts';
import { type Child, h, when } from './element.ts';
import type { Limits } from './limits.ts';

export interface EventsTable {
  readonly rule: string;
  readonly case: string;
  readonly events: readonly TraceEvent[];
  readonly marked: ReadonlySet<number>;
  readonly secrets: readonly string[];
  readonly limits: Limits;
}

export const eventId = (rule: string, seq: number): string => `event-${rule}-${seq}`;

/** What a finding rests on stays, with what came before; then the first events of the case. */
const keptOf = (events: readonly TraceEvent[], marked: ReadonlySet<number>, most: number): readonly TraceEvent[] => {
  if (events.length <= most) return events;
  const near = events.flatMap((event, index) =>
    marked.has(event.seq) ? [event, ...events.slice(Math.max(0, index - 3), index)] : [],
  );
  const kept = new Set([...near, ...events].slice(0, most));
  return events.filter((event) => kept.has(event));
};

const asCurl = (event: TraceEvent | undefined, secrets: readonly string[], mostBytes: number): Child => {
  if (event?.type !== 'request' && event?.type !== 'delivery') return null;
  const command = curl(event, secrets, mostBytes);
  return command === undefined
    ? h('p', { class: 'quiet' }, 'Too long to be shown as cURL.')
    : h(
        'details',
        { class: 'curl' },
        h('summary', null, 'as cURL'),
        h('pre', { tabindex: 0 }, h('code', null, command)),
        copyButton('Copy it as cURL'),
      );
};

export const eventsTable = ({ rule, case: name, events, marked, secrets, limits }: EventsTable): Child => {
  const kept = keptOf(events, marked, limits.listedEvents);
  const left = events.length - kept.length;
  const bySeq = new Map(kept.map((event) => [event.seq, event]));
  const row = (line: TimelineLine): Child => {
    const id = eventId(rule, line.seq);
    return h(
      'tr',
      { id, class: line.marked ? `who-${line.who} marked` : `who-${line.who}` },
      h('td', { class: 'at' }, h('a', { href: `#${id}` }, formatMs(line.at))),
      h('td', { class: 'who' }, line.who),
      h(
        'td',
        { class: 'what' },
        when(line.marked, () => h('span', { class: 'here' }, 'here ')),
        line.text,
        asCurl(bySeq.get(line.seq), secrets, limits.curlBytes),
      ),
    );
  };
  return h(
    'table',
    { class: 'events' },
    h(
      'caption',
      null,
      `${name}: what the finding rests on is marked “here”`,
      left > 0 ? `; ${left} of ${events.length} events are left out, compliance.json has them` : '',
    ),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        ['Time', 'Who', 'What'].map((title) => h('th', { scope: 'col' }, title)),
      ),
    ),
    h('tbody', null, timeline(kept, [...marked]).map(row)),
  );
};
