import { expect, test } from 'vitest';
import {
  after,
  answer,
  answers,
  deliver,
  delivery,
  failed,
  fault,
  log,
  logLine,
  perform,
  read,
  receivingFacts,
  reply,
  request,
  succeeded,
  testFacts,
  trace,
} from '../../test-trace.ts';
import { successLoggedAsInfo } from './success-logged-as-info.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(successLoggedAsInfo, trace({ events: [perform(), ...events] }));
const done = (fields: Parameters<typeof logLine>[0]) => log(logLine({ status_code: 200, ...fields }));

test('INFO holds, in any case and as pino counts it, at once or after a failure', () => {
  for (const level of ['INFO', 'info', 30])
    expect(holds(request(), reply(), done({ level }), succeeded())).toEqual([true]);
  const retried = [request(), reply(503), log(logLine()), after(300), request(), reply(), done({ level: 'INFO' })];
  expect(holds(...retried, succeeded())).toEqual([true]);
});

test('a refusal that is told after the credential was read again is no report of that reading', () => {
  const read = request({ provider: 'doppler', operation: 'GET /secrets', stateChanging: false });
  const events = [request(), reply(401), read, reply(), log(logLine({ status_code: 401, level: 'ERROR' }))];
  const after = [request(), reply(), done({ level: 'INFO' }), succeeded()];
  const providers = [
    ...testFacts.providers,
    { id: 'doppler', idempotency: 'none' as const, servesSecrets: true as const },
  ];
  const told = trace({ facts: { providers }, events: [perform(), ...events, ...after] });
  expect(answers(successLoggedAsInfo, told)).toEqual([true]);
});

test('the report of a success at another level breaks it', () => {
  for (const level of ['WARN', 'ERROR', 50, 'DEBUG'])
    expect(holds(request(), reply(), done({ level }), succeeded())).toEqual([false]);
});

test('further lines beside the one at INFO do not matter, nor do lines about other things', () => {
  const info = done({ level: 'INFO' });
  expect(holds(request(), reply(), done({ level: 'DEBUG' }), info, succeeded())).toEqual([true]);
  const quota = log({ level: 'WARN', operation: 'create_task', rate_limit_remaining: 2, message: 'nearly used up' });
  expect(holds(request(), reply(), quota, succeeded())).toEqual([]);
  expect(holds(request(), reply(), log('ERROR it worked'), succeeded())).toEqual([]);
});

test('a good status that a client cannot use, because its label is wrong, may be a failure to it', () => {
  const spoilt = [read(), fault('wrong-content-type'), reply(), log(logLine({ status_code: 200, level: 'WARN' }))];
  expect(holds(...spoilt, after(300), read(), reply(), done({ level: 'INFO' }), succeeded())).toEqual([true]);
});

test('a 404 that the operation expects is no error', () => {
  const expected = { ...testFacts.operations.get_task, expectedStatuses: [404] };
  const found = (level: string) =>
    answers(
      successLoggedAsInfo,
      trace({
        facts: {
          operations: {
            get_task: { stateChanging: false, idempotency: 'none', kind: 'other', batch: false, pii: [], ...expected },
          },
        },
        events: [
          perform('get_task', {}),
          read(),
          reply(404),
          log(logLine({ level, operation: 'get_task', status_code: 404 })),
          succeeded(),
        ],
      }),
    );
  expect(found('INFO')).toEqual([true]);
  expect(found('ERROR')).toEqual([false]);
});

test('no line, and a failure, say nothing', () => {
  expect(holds(request(), reply(), succeeded())).toEqual([]);
  expect(holds(request(), reply(401), log(logLine({ level: 'ERROR' })), failed())).toEqual([]);
});

const accepted = (...lines: Steps) =>
  answers(successLoggedAsInfo, trace({ facts: receivingFacts, events: [deliver(), delivery(), answer(), ...lines] }));
const told = (level: string, operation = 'receive') => log({ level, operation });

test('a good delivery that was accepted is a success, each thing done about it by its own lines', () => {
  expect(accepted(told('INFO'))).toEqual([true]);
  expect(accepted(told('WARN'))).toEqual([false]);
  expect(accepted(told('WARN'), told('INFO', 'create_task'))).toEqual([false, true]);
  expect(accepted(log({ level: 'WARN', message: 'the disk is nearly full' }))).toEqual([]);
});

test('a duplicate, and an event whose work was let down, may be worth a warning', () => {
  const again = [deliver(), delivery({ fault: 'duplicate' }), answer(), told('WARN')];
  expect(answers(successLoggedAsInfo, trace({ facts: receivingFacts, events: again }))).toEqual([]);
});
