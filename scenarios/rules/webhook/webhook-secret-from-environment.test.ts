import { expect, test } from 'vitest';
import { answer, answers, deliver, delivery, envRead, receivingFacts, trace } from '../../test-trace.ts';
import { webhookSecretFromEnvironment } from './webhook-secret-from-environment.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const of = (...events: Steps) => trace({ facts: receivingFacts, events: [...events] });
const holds = (...traces: ReturnType<typeof of>[]) => answers(webhookSecretFromEnvironment, ...traces);
const accepted: Steps = [deliver(), delivery(), answer()];
const refused: Steps = [deliver(), delivery(), answer(401)];
const foreign = (status: number): Steps => [
  deliver(),
  delivery({ expect: 'refuse', fault: 'wrong-secret' }),
  answer(status),
];
const read = envRead('LINEAR_WEBHOOK_SECRET');

test('taking what is signed with the secret of this run, and having read it, holds', () => {
  expect(holds(of(read, ...accepted))).toEqual([true]);
  // Read once for all cases.
  expect(holds(of(read), of(...accepted))).toEqual([true]);
});

test('so does taking it and refusing another, though the environment was copied as a whole', () => {
  expect(holds(of(...accepted), of(...foreign(401)))).toEqual([true]);
});

test('an endpoint that takes everything shows nothing', () => {
  expect(holds(of(...accepted), of(...foreign(200)))).toEqual([]);
});

test('a secret from elsewhere refuses all true deliveries, and nobody read the variable', () => {
  expect(holds(of(...refused), of(...foreign(401)))).toEqual([false]);
  expect(holds(of(envRead('ANOTHER'), ...refused))).toEqual([false]);
});

test('an endpoint that read it and refuses all the same has another fault', () => {
  expect(holds(of(read, ...refused))).toEqual([]);
});

test('where nobody can see it being read, refusing everything may have another reason', () => {
  expect(holds({ ...of(...refused, ...foreign(401)), clock: 'real' })).toEqual([]);
});
