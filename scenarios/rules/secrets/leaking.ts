/** For the tests of these rules: a call that failed and was logged with these sightings in its line. */
import type { Sighting, SightingForm, Trace } from '../../../harness/model/trace.ts';
import { failed, log, logLine, perform, reply, request, trace } from '../../test-trace.ts';

export const sighting = (form: SightingForm, where = 'text', secret = 'LINEAR_API_KEY'): Sighting => ({
  secret,
  form,
  where,
});

export const logged = (...sightings: readonly Sighting[]): Trace =>
  trace({
    events: [perform(), request(), reply(401), log(logLine(), { sightings }), log('done'), failed()],
  });

/** Nothing was written at all. */
export const silent: Trace = trace({ events: [perform(), request(), reply(401), failed()] });
