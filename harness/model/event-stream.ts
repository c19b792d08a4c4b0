/**
 * Server-sent events as text: written by providers that stream, cut and bent by faults, read by dialects.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

export interface StreamEvent {
  /** The `event:` field; absent where the API does not name its events. */
  readonly name?: string;
  readonly data: string;
}

export const eventStreamType = 'text/event-stream';

export const isEventStream = (headers: Headers): boolean =>
  headers.get('content-type')?.toLowerCase().startsWith(eventStreamType) ?? false;

export const eventText = ({ name, data }: StreamEvent): string => {
  const lines = data.split('\n').map((line) => `data: ${line}\n`);
  return `${name === undefined ? '' : `event: ${name}\n`}${lines.join('')}\n`;
};

/** The text of each whole event, its blank line included. What stands after the last blank line is no event. */
export const eventTextsIn = (text: string): readonly string[] =>
  text.match(/[^\r\n][\s\S]*?(?:\r\n\r\n|\n\n|\r\r)/g) ?? [];

const fieldsIn = (text: string, name: string): readonly string[] =>
  text.split(/\r\n|\n|\r/).flatMap((line) => {
    if (!line.startsWith(`${name}:`)) return [];
    const value = line.slice(name.length + 1);
    return [value.startsWith(' ') ? value.slice(1) : value];
  });

/** Every whole event that carries data, comments left out. */
export const eventsIn = (text: string): readonly StreamEvent[] =>
  eventTextsIn(text).flatMap((each) => {
    const data = fieldsIn(each, 'data');
    if (data.length === 0) return [];
    const name = fieldsIn(each, 'event').at(-1);
    return [{ ...(name === undefined ? {} : { name }), data: data.join('\n') }];
  });
