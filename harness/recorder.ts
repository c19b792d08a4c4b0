/** Turns what was seen into events of a trace: numbered, timed, bounded in size, and free of credentials. */
import type { Json } from './model/json.ts';
import type { EventBody, TraceEvent } from './model/trace.ts';

export interface Recorder {
  record(body: EventBody): void;
  readonly events: readonly TraceEvent[];
}

export const createRecorder = (now: () => number, epochMs: number, write: (event: TraceEvent) => void): Recorder => {
  const events: TraceEvent[] = [];
  return {
    events,
    record(body) {
      const event = { seq: events.length, at: now() - epochMs, ...body } as TraceEvent;
      events.push(event);
      write(event);
    },
  };
};

const longestText = 16_384;

/** Untrusted text, cut to what a report can hold. */
export const bounded = (text: string, longest = longestText): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length - longest} more characters)`;

const deepest = 12;
const mostEntries = 200;

/** Any value of a subject as bounded JSON: what JSON cannot say becomes its text. */
export const toJson = (value: unknown, longest = longestText, depth = 0): Json => {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'string':
      return bounded(value, longest);
    case 'object':
      break;
    default:
      return bounded(String(value), longest);
  }
  if (depth >= deepest) return '… (too deep)';
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((entry) => toJson(entry, longest, depth + 1));
  if (value instanceof Date) return value.toISOString();
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([key, entry]) => [bounded(key, 200), toJson(entry, longest, depth + 1)]),
  );
};
