/** The grid as data: one cell for each client, method and question. */
import type { Trace } from '../../../harness/model/trace.ts';
import { type Call, callIn } from './calls.ts';
import { evidenceOf } from './evidence.ts';
import { type OperationName, operations } from './probes.ts';
import { questions } from './questions/questions.ts';

export interface Cell {
  readonly client: string;
  readonly version: string;
  readonly method: string;
  readonly question: string;
  readonly answer: string;
}

export interface Grid {
  readonly gridVersion: 1;
  /** The day on which it was made. */
  readonly date: string;
  /** Which ran the clients. */
  readonly node: string;
  readonly cells: readonly Cell[];
}

const callsByProbe = (traces: readonly Trace[], operation: OperationName): ReadonlyMap<string, readonly Call[]> => {
  const suffix = `.${operation}`;
  const own = traces.filter(({ plan }) => plan.scenario.endsWith(suffix));
  const grouped = Map.groupBy(own, ({ plan }) => plan.scenario.slice(0, -suffix.length));
  return new Map([...grouped].map(([probe, each]) => [probe, each.map(callIn)]));
};

/** `GET`; where both calls are a POST, also what they are for. */
const namedMethods = (methods: { readonly [operation in OperationName]: string }) =>
  methods.read === methods.write ? { read: `${methods.read} (read)`, write: `${methods.write} (write)` } : methods;

/** Throws when a call that nothing struck did not end well: nothing could be learnt from such a client. */
export function cellsOf(client: string, version: string, traces: readonly Trace[]): readonly Cell[] {
  const asked = operations.map((operation) => {
    const byProbe = callsByProbe(traces, operation);
    const [good] = byProbe.get('none') ?? [];
    if (good?.outcome !== 'ok' || good.attempts.length !== 1)
      throw new Error(`${client}: its ${operation} does not work even when nothing goes wrong.`);
    return { operation, method: good.method, evidence: evidenceOf(byProbe) };
  });
  const [read, write] = asked.map(({ method }) => method);
  const methods = namedMethods({ read: read ?? '', write: write ?? '' });
  return asked.flatMap(({ operation, evidence }) =>
    questions.map(({ id, answer }) => ({
      client,
      version,
      method: methods[operation],
      question: id,
      answer: answer(evidence),
    })),
  );
}
