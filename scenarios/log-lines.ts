/**
 * Reads an integration's own log lines out of a trace and tells which attempt each is about: one that had ended when
 * the line was written, with nothing sent since. Only JSON lines are read; what else is printed belongs to others.
 */
import type { Json, JsonObject } from '../harness/model/json.ts';
import type { LogEvent, Trace, TraceEvent } from '../harness/model/trace.ts';
import { type AnySeries, type Attempt, endedAt, failureOf, type Series } from './attempts.ts';
import { toleranceMs } from './lateness.ts';
import { eventSeriesOf, seriesOf } from './series.ts';

/** The fields that STD-17-01 §2.1 to §2.4 name. */
export const standardFields = [
  'timestamp',
  'level',
  'service',
  'operation',
  'request_id',
  'idempotency_key',
  'retry_attempt',
  'max_retries',
  'status_code',
  'error_code',
  'duration_ms',
  'correlation_id',
  'user_id',
  'rate_limit_remaining',
] as const;

export type StandardField = (typeof standardFields)[number];

export type Severity = 'debug' | 'info' | 'warn' | 'error';

export interface LogLine {
  readonly event: LogEvent;
  readonly fields: JsonObject;
  /** How serious the line calls itself, by whatever name and scale; undefined when it does not say. */
  readonly severity: Severity | undefined;
}

const severities: { readonly [word: string]: Severity } = {
  trace: 'debug',
  debug: 'debug',
  verbose: 'debug',
  silly: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  http: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  err: 'error',
  severe: 'error',
  fatal: 'error',
  critical: 'error',
  crit: 'error',
  alert: 'error',
  emerg: 'error',
  emergency: 'error',
  panic: 'error',
};

/** pino and bunyan count 10 (trace) to 60 (fatal). */
const severityOf = (level: Json | undefined): Severity | undefined => {
  if (typeof level === 'string') return severities[level.trim().toLowerCase()];
  if (typeof level !== 'number') return undefined;
  if (level < 10 || level > 60) return undefined;
  if (level < 30) return 'debug';
  if (level < 40) return 'info';
  return level < 50 ? 'warn' : 'error';
};

const levelNames = ['level', 'severity', 'lvl', 'log_level', 'loglevel', 'log.level', 'levelname', 'level_name'];

/** What a field says; undefined when it is absent or null. */
export const field = (fields: JsonObject, name: string): Exclude<Json, null> | undefined => fields[name] ?? undefined;

const levelIn = (fields: JsonObject): Severity | undefined => {
  for (const name of levelNames) {
    const severity = severityOf(field(fields, name));
    if (severity !== undefined) return severity;
  }
  return undefined;
};

export const logLines = (trace: Trace): readonly LogLine[] =>
  trace.events.flatMap((event) =>
    event.type === 'log' && event.json !== undefined
      ? [{ event, fields: event.json, severity: levelIn(event.json) }]
      : [],
  );

/** An attempt with its place. */
export interface Place<S extends AnySeries = AnySeries> {
  readonly series: S;
  /** Within the series, from 0. */
  readonly index: number;
  readonly attempt: Attempt;
}

/** Lines, and the attempt that they are about; several where the times cannot tell them apart. */
export interface Account {
  readonly places: readonly Place[];
  readonly lines: readonly LogLine[];
}

const firstSeq = ({ attempt }: Place): number => attempt.events[0]?.seq ?? 0;

/** Many rules read the same of a trace, which never changes: read once, for as long as somebody holds the trace. */
export const perTrace = <Value extends object>(read: (trace: Trace) => Value): ((trace: Trace) => Value) => {
  const known = new WeakMap<Trace, Value>();
  return (trace) => {
    const value = known.get(trace) ?? read(trace);
    known.set(trace, value);
    return value;
  };
};

const placesIn = <S extends AnySeries>(all: readonly S[]): readonly Place<S>[] =>
  all
    .flatMap((series) => series.attempts.map((attempt, index) => ({ series, index, attempt })))
    .sort((a, b) => firstSeq(a) - firstSeq(b));

/** Every attempt of every call, by the time at which it began. */
export const placesOf = perTrace((trace): readonly Place<Series>[] => placesIn(seriesOf(trace)));

/** Those that an event led to as well. */
export const allPlacesOf = perTrace((trace): readonly Place[] =>
  placesIn([...seriesOf(trace), ...eventSeriesOf(trace)]),
);

const ends: ReadonlySet<TraceEvent['type']> = new Set(['reply', 'silence', 'abort', 'refused']);

const lastSeq = ({ attempt }: Place): number =>
  Math.max(...attempt.events.filter(({ type }) => ends.has(type)).map(({ seq }) => seq));

/** Was this attempt over when the line was written, and nothing else begun? */
type About = (place: Place, line: LogLine, others: readonly Place[]) => boolean;

/** Events stand in the order in which they happened, always on the virtual clock: a request counts only when all before is read. */
const aboutInOrder: About = (place, { event }, others) => {
  const last = lastSeq(place);
  return last < event.seq && !others.some((other) => firstSeq(other) > last && firstSeq(other) < event.seq);
};

/** After another delivery came in, a line may be about that. */
const isAfterAnother = (deliveries: readonly TraceEvent[], place: Place, { event }: LogLine): boolean =>
  deliveries.some(({ seq }) => seq > lastSeq(place) && seq < event.seq);

/** In real time a line may be read a little earlier or later than it was written. */
const aboutInTime: About = (place, { event }, others) => {
  const slack = toleranceMs({ clock: 'real' });
  const ended = endedAt(place.attempt) ?? Number.POSITIVE_INFINITY;
  if (ended > event.at + slack) return false;
  return !others.some(
    (other) => firstSeq(other) > firstSeq(place) && other.attempt.at >= ended && other.attempt.at < event.at - slack,
  );
};

/** The lines that say something of attempts which pass `counts`, put together by what they are about. */
export const accountsOf = (
  trace: Trace,
  lines: readonly LogLine[],
  counts: (place: Place) => boolean,
): readonly Account[] => {
  const all = allPlacesOf(trace);
  const deliveries = trace.events.filter(({ type }) => type === 'delivery');
  const accounts = new Map<string, { readonly places: readonly Place[]; readonly lines: LogLine[] }>();
  for (const line of lines) {
    const ofCall = all.filter(({ series }) => series.action === line.event.action);
    const over = ofCall.filter((place) => endedAt(place.attempt) !== undefined);
    const inOrder = over.filter((place) => aboutInOrder(place, line, ofCall));
    // In real time the order is nearly always true, and the time alone cannot tell attempts that follow each other closely.
    const isGuessed = trace.clock === 'real' && inOrder.length === 0;
    const places = (isGuessed ? over.filter((place) => aboutInTime(place, line, ofCall)) : inOrder).filter(
      (place) => counts(place) && !isAfterAnother(deliveries, place, line),
    );
    if (places.length === 0) continue;
    const key = places.map(firstSeq).join(' ');
    const account = accounts.get(key) ?? { places, lines: [] };
    account.lines.push(line);
    accounts.set(key, account);
  }
  return [...accounts.values()].map(withoutOthers).flatMap(inTurn);
};

const saysItsKey = ({ attempt }: Place, { fields }: LogLine): boolean =>
  attempt.request?.reading.idempotencyKey !== undefined &&
  fields.idempotency_key === attempt.request.reading.idempotencyKey;

/** Beside a line that says the attempt's own key, one that says another is about something else: an item that was never sent. */
const withoutOthers = ({ places, lines }: Account): Account => {
  if (!places.some((place) => lines.some((line) => saysItsKey(place, line)))) return { places, lines };
  const isOthers = (line: LogLine): boolean =>
    field(line.fields, 'idempotency_key') !== undefined && !places.some((place) => saysItsKey(place, line));
  return { places, lines: lines.filter((line) => !isOthers(line)) };
};

/**
 * As many lines as attempts that they may be about: each about one. Which one, its idempotency key says; else their order
 * does, which for attempts that end at one instant, as those of a batch, need not be the attempts'.
 */
const inTurn = ({ places, lines }: Account): readonly Account[] => {
  if (places.length === 1 || places.length !== lines.length) return [{ places, lines }];
  const known = places.map((place) => lines.find((line) => saysItsKey(place, line)));
  const others = lines.filter((line) => !known.includes(line));
  return places.flatMap((place, i) => {
    const line = known[i] ?? others.shift();
    return line === undefined ? [] : [{ places: [place], lines: [line] }];
  });
};

export const isFailed = ({ attempt }: Place): boolean => failureOf(attempt) !== undefined;

/**
 * A line that reports an error: WARN or ERROR by any name; or, where it names no level at all, one with some of the
 * standard's fields.
 */
export const reportsError = ({ fields, severity }: LogLine): boolean => {
  if (severity !== undefined) return severity === 'warn' || severity === 'error';
  return standardFields.filter((name) => field(fields, name) !== undefined).length >= 3;
};

/** What the integration logged of its failed attempts. */
export const failureAccounts = perTrace((trace): readonly Account[] =>
  accountsOf(trace, logLines(trace).filter(reportsError), isFailed),
);
