/** Advice: a model begins again from the beginning. Who adds the second answer to what came of the first says things twice. */
import type { Json } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts } from '../../attempts.ts';
import { eachByItself, observed } from '../../observing.ts';
import { isBroken, type Streamed, streamedIn, whenItStreams } from './streams.ts';

/** Shorter parts may well occur twice by themselves. */
const shortestPart = 12;

const textsIn = (value: Json): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((member: Json) => textsIn(member));
};

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

const judge = (trace: Trace, broken: Streamed, whole: Streamed | undefined): readonly Observation[] => {
  const { series, attempt, stream } = broken;
  const { outcome } = series;
  const part = stream.text.trim();
  const answer = whole?.stream.text.trim() ?? '';
  if (whole === undefined || outcome?.result.kind !== 'ok' || part.length < shortestPart) return [];
  // An outcome that does not hold the answer does not tell what became of it.
  const told = textsIn(outcome.result.value).filter((text) => text.includes(answer));
  if (told.length === 0) return [];
  const twice = told.some((text) => occurrences(text, part) > occurrences(answer, part));
  const facts = { ...attemptFacts(series, attempt), content: stream.content };
  return [observed(trace, !twice, facts, [...attempt.events, ...whole.attempt.events, outcome])];
};

export const streamNotReplayedOntoPartialOutput: Rule = {
  id: 'stream-not-replayed-onto-partial-output',
  statement: 'What came of a broken stream is thrown away before the answer is asked for again.',
  topic: 'stream',
  card: {
    asks: 'When a stream breaks after a part of the answer came, drop that part before you ask again, or tell the caller that it broke.',
    tested:
      'Streams that break after some of their text; the next attempt succeeds, and the value of the operation holds its answer.',
    fails: 'The value holds the part of the broken stream as well.',
    fix: 'Collect the text of each attempt by itself. Where it was shown already, take it back or do not ask again.',
    source: 'Advice; the documentation of the providers',
  },
  appliesTo: whenItStreams,
  observe: (trace) => {
    const all = streamedIn(trace);
    return all.filter(isBroken).flatMap((broken) =>
      judge(
        trace,
        broken,
        all.find(
          (later) => later.series === broken.series && later.number > broken.number && later.stream.ends === 'whole',
        ),
      ),
    );
  },
  decide: eachByItself,
};
