import { expect, test } from 'vitest';
import {
  abort,
  after,
  answer,
  answers,
  deliver,
  delivery,
  exited,
  failed,
  log,
  logLine,
  perform,
  receivingFacts,
  reply,
  request,
  silence,
  stall,
  succeeded,
  trace,
} from '../../test-trace.ts';
import { transientFailureLoggedAsWarn } from './transient-failure-logged-as-warn.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (lines: Steps, ends: Steps = [reply(503)]) =>
  answers(
    transientFailureLoggedAsWarn,
    trace({ events: [perform(), request(), ...ends, ...lines, after(300), request(), reply(), succeeded()] }),
  );

test('WARN holds, whatever the failure was and however it is written', () => {
  for (const ends of [[reply(503)], [reply(429)], [silence()], [after(10_000), abort()]])
    expect(holds([log(logLine({ level: 'WARN' }))], ends)).toEqual([true]);
  for (const level of ['warn', 'warning', 40]) expect(holds([log(logLine({ level }))])).toEqual([true]);
});

test('the failure at another level only breaks it', () => {
  for (const level of ['ERROR', 'INFO', 'DEBUG', 50]) expect(holds([log(logLine({ level }))])).toEqual([false]);
});

test('further lines beside the warning do not matter', () => {
  const waiting = log({ level: 'INFO', operation: 'create_task', message: 'trying again in 300 ms' });
  expect(holds([log(logLine()), waiting])).toEqual([true]);
  expect(holds([waiting])).toEqual([]);
});

test('the last attempt, a permanent failure, text and silence say nothing', () => {
  const last = [perform(), request(), reply(503), log(logLine({ level: 'ERROR' })), failed()];
  expect(answers(transientFailureLoggedAsWarn, trace({ events: last }))).toEqual([]);
  expect(holds([log(logLine({ level: 'ERROR' }))], [reply(401)])).toEqual([]);
  expect(holds([log('WARN 503, trying again')])).toEqual([]);
  expect(holds([])).toEqual([]);
});

const work = (...events: Steps) =>
  answers(
    transientFailureLoggedAsWarn,
    trace({ facts: receivingFacts, events: [deliver(), delivery(), answer(), ...events] }),
  );
const failedWith = (level: string): Steps => [request(), reply(503), log(logLine({ level })), after(300)];

test('work on an event is held to it at its first failure', () => {
  expect(work(...failedWith('WARN'), request(), reply())).toEqual([true]);
  expect(work(...failedWith('ERROR'), request(), reply())).toEqual([false]);
});

test('giving up for now is no failure that will be retried: a queue comes back, or the event is delivered again', () => {
  expect(work(...failedWith('WARN'), ...failedWith('ERROR'), request(), reply())).toEqual([true]);
  expect(work(...failedWith('ERROR'), delivery({ attempt: 1 }), answer(), request(), reply())).toEqual([]);
});

test('a request that broke off because the process was ended is no failure of it, in whatever order that is told in real time', () => {
  const accepted = log(logLine({ level: 'INFO', operation: 'receive_webhook' }));
  const packed = log(logLine({ level: 'INFO' }));
  const ended = (...events: Steps) =>
    answers(
      transientFailureLoggedAsWarn,
      trace({ clock: 'real', facts: receivingFacts, events: [deliver(), delivery(), answer(), ...events] }),
    );
  const again: Steps = [after(40), request(), reply(), packed];
  expect(ended(request(), abort(), accepted, after(10), exited(), ...again)).toEqual([]);
  expect(ended(request(), abort(), accepted, after(600), stall(500), exited(), ...again)).toEqual([]);
  expect(ended(request(), accepted, exited(), after(400), abort({ request: 0 }), ...again)).toEqual([]);
  expect(ended(accepted, exited(), after(30), request(), abort(), packed, ...again)).toEqual([]);
  expect(ended(request(), after(10_000), abort(), packed, after(600), exited(), ...again)).toEqual([false]);
});
