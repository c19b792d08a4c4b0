/** Advice: half an answer looks like an answer. Many packages end a broken stream as they end a finished one. */
import type { Json } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { attemptFacts, isSuccess, type Series } from '../../attempts.ts';
import { eachByItself, observed } from '../../observing.ts';
import { seriesOf } from '../../series.ts';
import { isBroken, type Streamed, streamedIn, whenItStreams } from './streams.ts';

/** Who hands a part over and says so takes it for what it is. */
const owns = (value: Json): boolean =>
  /"[^"]*(?:partial|incomplete|truncat|cut.?off)[^"]*"/i.test(JSON.stringify(value));

/** A whole answer came afterwards, to the same request or, but for batches, to another that the call made instead. */
const isMadeGood = ({ series, attempt }: Streamed, all: readonly Series[]): boolean =>
  all.some(
    (other) =>
      other.action === series.action &&
      (other === series || other.fingerprint === series.fingerprint || series.facts?.batch !== true) &&
      other.attempts.some((later) => later.at >= attempt.at && later !== attempt && isSuccess(later)),
  );

const judge = (trace: Trace, streamed: Streamed, all: readonly Series[]): readonly Observation[] => {
  const { series, attempt, stream } = streamed;
  const { outcome } = series;
  if (outcome === undefined || outcome.result.kind === 'unsettled' || isMadeGood(streamed, all)) return [];
  const { result } = outcome;
  if (result.kind === 'ok' && owns(result.value)) return [];
  const facts = { ...attemptFacts(series, attempt), ends: stream.ends, content: stream.content };
  return [observed(trace, result.kind !== 'ok', facts, [...attempt.events, outcome])];
};

export const truncatedStreamNotTakenForWhole: Rule = {
  id: 'truncated-stream-not-taken-for-whole',
  statement: 'An answer whose stream broke is not taken for a whole one.',
  topic: 'stream',
  card: {
    asks: 'Count a streamed answer only when its last event said that it is over (`finish_reason`, `response.completed`, `stop_reason`).',
    tested:
      'Streams that end early in good order, break with an error event after HTTP 200, are cut or stall, or hold an event that is no JSON; and no whole answer came afterwards.',
    fails: 'The operation succeeds all the same, and nothing in its value says that it is a part.',
    fix: 'Remember whether the end was read. Packages end a stream that was cut in good order, or that your own timeout ended, without an error.',
    source: 'Advice; the documentation of the providers',
  },
  appliesTo: whenItStreams,
  observe: (trace) => {
    const broken = streamedIn(trace).filter(isBroken);
    if (broken.length === 0) return [];
    const all = seriesOf(trace);
    return broken.flatMap((streamed) => judge(trace, streamed, all));
  },
  decide: eachByItself,
};
