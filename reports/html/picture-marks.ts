/** How each event of a trace stands in the picture of a timeline: as an arrow between the two sides, or a point on one. */
import type { JsonObject } from '../../harness/model/json.ts';
import type { DeliveryEvent, LogEvent, RefusedEvent, RequestEvent, TraceEvent } from '../../harness/model/trace.ts';
import { formatMs } from '../duration.ts';
import { plain, shorten } from '../untrusted.ts';

export type Mark =
  | {
      readonly shape: 'arrow';
      readonly to: 'provider' | 'integration';
      readonly look: 'request' | 'good' | 'bad' | 'lost' | 'delivery';
      readonly text: string;
      /** What the arrow belongs to: the number of its request or delivery. */
      readonly number: number;
    }
  | {
      readonly shape: 'point';
      readonly on: 'provider' | 'integration';
      readonly look: 'action' | 'outcome' | 'fault' | 'log' | 'effect' | 'other' | 'bad';
      readonly text: string;
    };

const said = (text: string): string => shorten(plain(text.slice(0, 400)), 120);

const labelLength = 42;

/** What fits between the two sides; the table has the rest. */
const fitted = (text: string): string => (text.length <= labelLength ? text : `${text.slice(0, labelLength - 1)}…`);

/** Keys by letter: whether two are equal is what a reader has to see. */
export const keyLetters = (events: readonly TraceEvent[]): ReadonlyMap<string, string> => {
  const keys = events.flatMap((event) =>
    event.type === 'request' && event.reading.idempotencyKey !== undefined ? [event.reading.idempotencyKey] : [],
  );
  return new Map([...new Set(keys)].map((key, index) => [key, String.fromCodePoint(65 + (index % 26))]));
};

const request = ({ reading, sightings, number }: RequestEvent & { number: string | undefined }): string => {
  const stray = sightings.filter(({ where }) => !where.startsWith('header:'));
  const secret = stray.length === 0 ? '' : `SECRET in ${stray[0]?.where}: `;
  return `${secret}${said(reading.operation)}${number === undefined ? '' : ` · key ${number}`}`;
};

const textIn = (json: JsonObject | undefined, ...names: readonly string[]): string | undefined =>
  names.map((name) => json?.[name]).find((value): value is string => typeof value === 'string' && value !== '');

/** The level and what the line is about; the table has the whole of it. */
const log = ({ text, json, sightings }: LogEvent): string => {
  const level = textIn(json, 'level') ?? '';
  const about = textIn(json, 'message', 'msg', 'event', 'operation') ?? text;
  const secret = sightings.length === 0 ? '' : `SECRET ${sightings[0]?.secret}: `;
  return `${secret}${level === '' ? 'log' : `log ${said(level)}`}: ${said(about)}`;
};

const delivery = ({ event, what, ageMs }: DeliveryEvent): string =>
  `${said(event)}: ${said(what)}${ageMs === undefined || ageMs < 1000 ? '' : `, ${formatMs(ageMs)} old`}`;

const silences = { reset: 'connection reset', closed: 'connection closed', hang: 'no reply is ever sent' } as const;
const handshakes = {
  'untrusted-certificate': 'certificate of an unknown authority',
  'wrong-host': 'certificate of another host',
  'handshake-cut': 'TLS handshake cut',
} as const;
const refused = ({ handshake }: RefusedEvent): string =>
  handshake === undefined ? 'connection refused' : handshakes[handshake];
const unanswered = { none: 'no answer in time', reset: 'reset', refused: 'connection refused', left: 'left' } as const;

const point = (on: 'provider' | 'integration', look: (Mark & { shape: 'point' })['look'], text: string): Mark => ({
  shape: 'point',
  on,
  look,
  text: fitted(text),
});
const arrow = (
  to: 'provider' | 'integration',
  look: (Mark & { shape: 'arrow' })['look'],
  number: number,
  text: string,
): Mark => ({ shape: 'arrow', to, look, number, text: fitted(text) });

export const markOf = (event: TraceEvent, letters: ReadonlyMap<string, string>): Mark => {
  switch (event.type) {
    case 'action': {
      const { does } = event;
      if (does.kind === 'perform') return point('integration', 'action', `call ${does.operation}`);
      if (does.kind === 'deliver') return point('provider', 'action', `${said(does.event)} happens`);
      return point('integration', 'action', does.kind === 'wait' ? `wait ${formatMs(does.ms)}` : 'restart');
    }
    case 'outcome': {
      const { result } = event;
      if (result.kind === 'ok') return point('integration', 'outcome', 'the call returns ok');
      if (result.kind === 'thrown') return point('integration', 'bad', `the call throws ${said(result.name)}`);
      if (result.kind === 'unsettled') return point('integration', 'bad', `the call never returns (${result.why})`);
      const { error } = result;
      const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
      return point('integration', 'outcome', `the call returns an error${code === '' ? '' : `: ${said(code)}`}`);
    }
    case 'request': {
      const number = letters.get(event.reading.idempotencyKey ?? '');
      return arrow('provider', 'request', event.request, request({ ...event, number }));
    }
    case 'reply': {
      const { retryAfter } = event.reading;
      const wait = retryAfter === undefined ? '' : ` · Retry-After ${said(retryAfter.raw)}`;
      const cut = event.cutAfter === undefined ? '' : ' · cut short';
      const look = event.reading.class === 'success' && event.cutAfter === undefined ? 'good' : 'bad';
      const name = event.reading.class === 'success' ? '' : ` ${event.reading.class}`;
      return arrow('integration', look, event.request, `${event.status}${name}${wait}${cut}`);
    }
    case 'silence':
      return arrow('integration', 'lost', event.request, silences[event.silence]);
    case 'abort':
      return point('integration', 'bad', `gives up waiting for request ${event.request}`);
    case 'refused':
      return point('integration', 'bad', refused(event));
    case 'trusted':
      return point('integration', 'bad', 'sends all the same');
    case 'complaint':
      return point('provider', 'bad', `complains: ${said(event.text)}`);
    case 'fault':
      return point('provider', 'fault', `${event.fault}${event.acted ? ', after it acted' : ''}`);
    case 'log':
      return point('integration', event.sightings.length > 0 ? 'bad' : 'log', log(event));
    case 'delivery':
      return arrow('integration', 'delivery', event.delivery, delivery(event));
    case 'answer': {
      const { result } = event;
      const isGood = result.kind === 'answered' && result.status < 400;
      const text = result.kind === 'answered' ? String(result.status) : unanswered[result.kind];
      return arrow('provider', isGood ? 'good' : 'bad', event.delivery, `answer ${text}`);
    }
    case 'effect':
      return point('provider', 'effect', `effect: ${said(event.operation)} ${said(event.entity)}`);
    case 'probe':
      return point('integration', 'other', `${event.probe}: an entry`);
    case 'compared':
      return point('integration', 'other', `compares with ${said(event.with)}`);
    case 'unclaimed':
      return point('integration', 'bad', `calls ${said(event.host)}: refused`);
    case 'exit':
      return point('integration', event.why === 'planned' ? 'action' : 'bad', `process ends (${event.why})`);
    case 'harness-error':
      return point('integration', 'bad', `the harness failed: ${said(event.message)}`);
    case 'env-read':
      return point('integration', 'other', `reads ${said(event.name)}`);
    case 'stall':
      return point('integration', 'other', `could not run for ${event.ms} ms: the machine was busy`);
    case 'leftover':
      return point('integration', 'other', `left behind: ${event.timers} timers`);
  }
};
