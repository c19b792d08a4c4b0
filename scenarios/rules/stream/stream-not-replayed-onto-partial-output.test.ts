import { expect, test } from 'vitest';
import { after, answers, failed, perform, read, reply, succeeded, trace } from '../../test-trace.ts';
import { streamNotReplayedOntoPartialOutput as rule } from './stream-not-replayed-onto-partial-output.ts';

type Steps = Parameters<typeof trace>[0]['events'];
const holds = (...events: Steps) => answers(rule, trace({ events: [perform('get_task'), ...events] }));
const answer = 'The quick brown fox jumps over the lazy dog.';
const part = 'The quick brown fox';
const streamed = (text: string, ends: 'early' | 'whole') =>
  reply(200, { stream: { events: 9, content: 5, text, ends } });
const again = [read(), streamed(part, 'early'), after(300), read(), streamed(answer, 'whole')];

test('the answer alone holds, wherever in the value it stands', () => {
  expect(holds(...again, succeeded(answer))).toEqual([true]);
  expect(holds(...again, succeeded({ id: 1, said: [`Answer: ${answer}`] }))).toEqual([true]);
});

test('the part and then the answer breaks it, also with something between them', () => {
  expect(holds(...again, succeeded(part + answer))).toEqual([false]);
  expect(holds(...again, succeeded({ text: `${part}\n\n${answer}` }))).toEqual([false]);
});

test('a part that the answer itself holds twice is no replay', () => {
  const chant = 'Row, row, row your boat. Row, row, row your boat.';
  const sung = [read(), streamed('Row, row, row your boat.', 'early'), after(300), read(), streamed(chant, 'whole')];
  expect(holds(...sung, succeeded(chant))).toEqual([true]);
});

test('an error, a value without the answer, or hardly any part, does not put it to the test', () => {
  expect(holds(...again, failed())).toEqual([]);
  expect(holds(...again, succeeded({ words: 9 }))).toEqual([]);
  expect(
    holds(read(), streamed('The', 'early'), after(300), read(), streamed(answer, 'whole'), succeeded(`The${answer}`)),
  ).toEqual([]);
});
