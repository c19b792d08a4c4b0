/** One call of a client as its trace shows it: the attempts that were made and what ended each of them. */
import type { Trace, TraceEvent } from '../../../harness/model/trace.ts';
import { HarnessError } from '../../../harness/ports/errors.ts';
import { writtenAs } from '../src/caught.ts';

export interface Attempt {
  /** On the case's clock, ms. */
  readonly at: number;
  readonly endedAt: number;
  /** The client gave it up before an answer came. */
  readonly abandoned: boolean;
  readonly key?: string;
}

/** Where the credential could have come out. */
export const leakPlaces = ['message', 'printed', 'json', 'own-log'] as const;
export type LeakPlace = (typeof leakPlaces)[number];

export interface Call {
  readonly method: string;
  readonly attempts: readonly Attempt[];
  /** Between the end of an attempt and the next one, ms. */
  readonly waits: readonly number[];
  /** `stuck`: it waits for an answer and nothing of its own will end that. */
  readonly outcome: 'ok' | 'error' | 'stuck';
  readonly struck: boolean;
  /** Whether the client wrote log lines by itself. */
  readonly logged: boolean;
  readonly leaks: readonly LeakPlace[];
}

type Of<Type extends TraceEvent['type']> = Extract<TraceEvent, { readonly type: Type }>;

const ofType = <Type extends TraceEvent['type']>(trace: Trace, type: Type): readonly Of<Type>[] =>
  trace.events.filter((event): event is Of<Type> => event.type === type);

/** What makes a trace useless as a witness: the client, or its provider here, did not work at all. */
const troubles = ['harness-error', 'unclaimed', 'complaint', 'exit'] as const;

function refuseUseless(trace: Trace): void {
  const trouble = trace.events.find(({ type }) => troubles.some((each) => each === type));
  if (!trace.complete || trouble !== undefined)
    throw new HarnessError(
      `${trace.case} tells nothing of the client: ${JSON.stringify(trouble ?? 'it was cut short')}.`,
    );
}

const keyIn = ({ reading, headers }: Of<'request'>): string | undefined =>
  reading.idempotencyKey ?? Object.entries(headers).find(([name]) => /idempoten/i.test(name))?.[1];

function attemptsIn(trace: Trace): readonly Attempt[] {
  const ends = trace.events.filter(({ type }) => type === 'reply' || type === 'silence' || type === 'abort');
  return ofType(trace, 'request').map((request) => {
    const own = ends.filter((end) => 'request' in end && end.request === request.request);
    const key = keyIn(request);
    return {
      at: request.at,
      endedAt: own.at(-1)?.at ?? request.at,
      abandoned: own.some(({ type }) => type === 'abort'),
      ...(key === undefined ? {} : { key }),
    };
  });
}

function leaksIn(trace: Trace): readonly LeakPlace[] {
  const places = { text: 'printed', json: 'json', own: 'own-log' } as const;
  const logged = ofType(trace, 'log')
    .filter(({ sightings }) => sightings.length > 0)
    .map(({ text }) => places[writtenAs(text)]);
  const thrown = ofType(trace, 'outcome').some(({ sightings }) => sightings.length > 0);
  const found = new Set<LeakPlace>([...logged, ...(thrown ? (['message'] as const) : [])]);
  return leakPlaces.filter((place) => found.has(place));
}

function outcomeOf(trace: Trace): Call['outcome'] {
  const [outcome] = ofType(trace, 'outcome');
  const { result } = outcome ?? {};
  if (result?.kind === 'ok') return 'ok';
  if (result?.kind === 'thrown') return 'error';
  if (result?.kind === 'unsettled' && result.why === 'stuck') return 'stuck';
  throw new HarnessError(`${trace.case}: the call ended in no way that was foreseen: ${JSON.stringify(result)}.`);
}

export function callIn(trace: Trace): Call {
  refuseUseless(trace);
  const attempts = attemptsIn(trace);
  const [first] = ofType(trace, 'request');
  if (first === undefined) throw new HarnessError(`${trace.case}: the client sent no request.`);
  return {
    method: first.method,
    attempts,
    waits: attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.endedAt ?? at)),
    outcome: outcomeOf(trace),
    struck: ofType(trace, 'fault').length > 0,
    logged: ofType(trace, 'log').some(({ text }) => writtenAs(text) === 'own'),
    leaks: leaksIn(trace),
  };
}
