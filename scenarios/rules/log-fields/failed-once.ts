/** For the tests of these rules: one call that fails once, is logged with these fields, and then succeeds. */
import type { JsonObject } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import { after, log, logLine, perform, reply, request, type Step, succeeded, trace } from '../../test-trace.ts';

/** The ways in which the first attempt may end. */
interface Failure {
  readonly ends?: readonly Step[];
  readonly key?: string;
}

export const failedOnce = (fields: JsonObject, { ends = [reply(503)], key = 'k-1' }: Failure = {}): Trace =>
  trace({
    events: [
      perform(),
      request({ key }),
      ...ends,
      log(logLine(fields)),
      after(400),
      request({ key }),
      reply(),
      succeeded(),
    ],
  });

/** The field by another name, as loggers like to have it. */
export const renamed = (field: string, name: string): JsonObject => {
  const { [field]: value = null } = logLine();
  return { [field]: null, [name]: value };
};

/** A call that fails without a word: nothing to judge. */
export const unlogged: Trace = trace({ events: [perform(), request(), reply(503), request(), reply(), succeeded()] });
