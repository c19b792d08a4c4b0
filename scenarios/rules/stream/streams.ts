/** What the rules about streams have in common: the attempts whose reply was one, and how far it came. */
import type { IntegrationFacts } from '../../../harness/model/integration-facts.ts';
import type { ReplyEvent, StreamReading, Trace } from '../../../harness/model/trace.ts';
import type { Applicability, Conduct } from '../../../harness/ports/rule.ts';
import type { Attempt, Series } from '../../attempts.ts';
import { whenItCalls } from '../../observing.ts';
import { seriesOf } from '../../series.ts';

export interface Streamed {
  readonly series: Series;
  /** Counts from 0 within the series. */
  readonly number: number;
  readonly attempt: Attempt;
  readonly reply: ReplyEvent;
  readonly stream: StreamReading;
}

export const streamedIn = (trace: Trace): readonly Streamed[] =>
  seriesOf(trace).flatMap((series) =>
    series.attempts.flatMap((attempt, number) => {
      const reply = attempt.events.find((event) => event.type === 'reply');
      const stream = reply?.reading.stream;
      return reply === undefined || stream === undefined ? [] : [{ series, number, attempt, reply, stream }];
    }),
  );

/** It stopped before it said that the answer is over, said that it broke, or holds what nobody can read. */
export const isBroken = ({ stream }: Streamed): boolean => stream.ends !== 'whole';

export const whenItStreams = (integration: IntegrationFacts, conduct: Conduct): Applicability =>
  integration.providers.some(({ streams }) => streams === true)
    ? whenItCalls(integration, conduct)
    : { applies: false, because: 'none of its providers streams answers' };
