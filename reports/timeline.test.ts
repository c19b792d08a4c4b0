import { expect, test } from 'vitest';
import type { TraceEvent } from '../harness/model/trace.ts';
import { formatMs } from './duration.ts';
import { timeline, timelineText } from './timeline.ts';

const reading = {
  operation: 'issueCreate',
  stateChanging: true,
  fingerprint: 'f',
  credential: { kind: 'none' },
} as const;
const events: readonly TraceEvent[] = [
  { seq: 0, at: 0, type: 'env-read', name: 'LINEAR_API_KEY' },
  { seq: 1, at: 0, type: 'env-read', name: 'HOME' },
  {
    seq: 2,
    at: 0,
    type: 'action',
    action: 0,
    does: { kind: 'perform', operation: 'create_task', input: { title: 'a\nb' }, user: 'ada', correlationId: 'c' },
  },
  {
    seq: 3,
    at: 0,
    type: 'request',
    request: 0,
    action: 0,
    provider: 'linear',
    method: 'POST',
    url: 'https://api.linear.app/graphql',
    headers: {},
    body: '',
    reading: { ...reading, idempotencyKey: 'k1' },
    sightings: [],
  },
  { seq: 4, at: 0, type: 'fault', planned: 0, fault: 'rate-limited', request: 0, acted: false },
  {
    seq: 5,
    at: 0,
    type: 'reply',
    request: 0,
    status: 400,
    headers: {},
    body: '',
    reading: {
      class: 'rate-limited',
      errorCode: 'RATELIMITED',
      retryAfter: { form: 'seconds', raw: '30', notBefore: 30_000 },
    },
    sightings: [],
  },
  { seq: 6, at: 1500, type: 'abort', request: 0 },
  { seq: 7, at: 61_500, type: 'outcome', action: 0, result: { kind: 'ok', value: null }, sightings: [] },
];

test('tells what became of a connection that carried no request', () => {
  const refused = { at: 0, type: 'refused', action: 0, provider: 'linear' } as const;
  const lines = timeline([
    { ...refused, seq: 0 },
    { ...refused, seq: 1, handshake: 'wrong-host' },
    { ...refused, seq: 2, type: 'trusted', handshake: 'untrusted-certificate' },
  ]);
  expect(lines.map(({ who, text }) => `${who} ${text}`)).toEqual([
    'network ✕ connection to linear refused',
    'network ✕ connection to linear presents a certificate of another host',
    'integration sends something to linear over a connection that presents a certificate of an unknown authority',
  ]);
});

test('reads from top to bottom: who did what, when, and what the finding rests on', () => {
  expect(timelineText(timeline(events, [3, 6]))).toEqual([
    '         0 ms  integration  reads from the environment: LINEAR_API_KEY, HOME',
    '         0 ms  harness      action 0: perform create_task {"title":"a\\nb"} for ada',
    '*        0 ms  integration  → request 0: issueCreate (POST https://api.linear.app/graphql) · key k1',
    '         0 ms  fault        fault rate-limited strikes request 0 (the provider did not act)',
    '         0 ms  provider     ← reply to 0: 400 rate-limited RATELIMITED · Retry-After 30 (seconds, not before 30 s)',
    '*       1.5 s  integration  ✕ request 0: gave up waiting',
    '  1 min 1.5 s  integration  action 0 ended: ok null',
  ]);
});

test('a busy machine is told in one line until something else happens', () => {
  const stall = (seq: number, ms: number): TraceEvent => ({ seq, at: seq, type: 'stall', ms });
  const read: TraceEvent = { seq: 3, at: 3, type: 'env-read', name: 'HOME' };
  expect(timeline([stall(0, 11), stall(1, 15), stall(2, 4), read, stall(4, 20)]).map(({ text }) => text)).toEqual([
    'the machine was busy: for 30 ms nothing could run',
    expect.stringContaining('HOME'),
    'the machine was busy: for 20 ms nothing could run',
  ]);
});

test('durations are exact to the millisecond below a minute', () => {
  expect([0, 1, 999, 1000, 1204, 60_000, 86_400_000].map(formatMs)).toEqual([
    '0 ms',
    '1 ms',
    '999 ms',
    '1 s',
    '1.204 s',
    '1 min',
    '24 h',
  ]);
});
