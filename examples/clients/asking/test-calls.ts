/** Small traces of calls, and what is read from them. */
import type { Sighting, Trace } from '../../../harness/model/trace.ts';
import {
  abort,
  after,
  fault,
  log,
  perform,
  reply,
  request,
  type Step,
  silence,
  succeeded,
  threw,
  trace,
  unsettled,
} from '../../../scenarios/test-trace.ts';
import { asJson, asText } from '../src/caught.ts';
import { callIn } from './calls.ts';
import { type Evidence, evidenceOf } from './evidence.ts';

/** What ends an attempt: a status, a reset, or the client's own time-out after so many ms. */
export type End = number | 'reset' | { readonly timeOutMs: number };

export interface CallSpec {
  /** One more attempt than waits. */
  readonly waits?: readonly number[];
  /** Of every attempt. */
  readonly end?: End;
  /** `ok`: the last attempt is answered well; `swallowed`: it is not, and the client does not tell. */
  readonly outcome?: 'ok' | 'swallowed' | 'error' | 'stuck';
  /** The key of each attempt. */
  readonly keys?: readonly string[];
  readonly struck?: boolean;
  /** Logged at the end. */
  readonly lines?: readonly Step[];
}

const ended = (end: End): readonly Step[] => {
  if (typeof end === 'number') return [fault('refusal'), reply(end)];
  if (end === 'reset') return [fault('reset'), silence('reset')];
  return [fault('hang'), silence('hang'), after(end.timeOutMs), abort()];
};

const settled = { ok: succeeded(), swallowed: succeeded(), error: threw('it failed'), stuck: unsettled('stuck') };

export function callOf(spec: CallSpec = {}): Trace {
  const { waits = [], end = 503, outcome = 'error', keys = [], struck = true, lines = [] } = spec;
  const attempts = [0, ...waits].flatMap((wait, index) => {
    const key = keys[index];
    const isGood = !struck || (outcome === 'ok' && index === waits.length);
    return [after(wait), request(key === undefined ? {} : { key }), ...(isGood ? [reply(200)] : ended(end))];
  });
  return trace({ events: [perform(), ...attempts, ...lines, settled[outcome]] });
}

export const evidence = (byProbe: { readonly [probe: string]: readonly Trace[] }): Evidence =>
  evidenceOf(new Map(Object.entries(byProbe).map(([probe, traces]) => [probe, traces.map(callIn)])));

const seen: readonly Sighting[] = [{ secret: 'CLIENT_SECRET', form: 'plain', where: 'text' }];

/** A logged line in which the credential was found. */
export const leaking = {
  printed: log(asText('<CLIENT_SECRET>'), { sightings: seen }),
  json: log(asJson('<CLIENT_SECRET>'), { sightings: seen }),
  own: log('sent <CLIENT_SECRET>', { sightings: seen }),
};
