/** How a stream of a model's answer ended, as a client that reads every event can tell. */
import { eventsIn } from '../../harness/model/event-stream.ts';
import type { StreamReading } from '../../harness/model/trace.ts';
import type { StreamDialect } from '../../harness/ports/provider.ts';
import { parseJson } from '../json-body.ts';

export function readStream({ roleOf, textOf }: StreamDialect, body: string): StreamReading {
  const events = eventsIn(body).map((event) => ({ ...event, role: roleOf(event) }));
  const has = (role: string): boolean => events.some((event) => event.role === role);
  const content = events.filter(({ role }) => role === 'content');
  const damaged = content.some(({ data }) => parseJson(data) === undefined);
  const ends = has('error') ? 'error' : has('end') ? (damaged ? 'damaged' : 'whole') : 'early';
  return { events: events.length, content: content.length, text: content.map(textOf).join(''), ends };
}
