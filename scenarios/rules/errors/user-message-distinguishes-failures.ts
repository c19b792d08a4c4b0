/** "Something went wrong" for everything is specific to nothing. Decided over all cases; refutes only. */
import type { Finding, Observation } from '../../../harness/model/verdict.ts';
import type { Rule } from '../../../harness/ports/rule.ts';
import { observed, whenItCalls } from '../../observing.ts';
import { endingsOf, type FailureKind, kindOf, userTextOf } from './endings.ts';

/** Kinds that ask different things of a user. */
const told: readonly FailureKind[] = ['auth-failed', 'rate-limited', 'service-unavailable', 'not-found'];

const byText = (observations: readonly Observation[]): readonly (readonly Observation[])[] => {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const { message, suggestion } = observation.facts;
    const key = JSON.stringify([message, suggestion]);
    groups.set(key, [...(groups.get(key) ?? []), observation]);
  }
  return [...groups.values()];
};

/** One observation of each kind. */
const oneOfEach = (observations: readonly Observation[]): readonly Observation[] => [
  ...new Map(observations.map((observation) => [observation.facts.kind, observation])).values(),
];

const findingOf = (observations: readonly Observation[], held: boolean): Finding => {
  const shown = oneOfEach(observations);
  const [first] = shown;
  return {
    held,
    evidence: shown.map(({ evidence }) => evidence),
    facts: {
      kinds: shown.map(({ facts }) => facts.kind ?? ''),
      message: first?.facts.message ?? '',
      suggestion: first?.facts.suggestion ?? '',
    },
  };
};

export const userMessageDistinguishesFailures: Rule = {
  id: 'user-message-distinguishes-failures',
  statement: 'Failures of different kinds are told in different words.',
  topic: 'errors',
  card: {
    asks: 'Tell apart what the user has to do: reconnect, wait, try later, or check that the thing exists.',
    tested:
      'Over all cases: calls fail with 401, 404, a rate limit and server errors; message and suggestion are compared.',
    fails: 'Message and suggestion are the same for two of these kinds.',
    fix: 'Choose message and suggestion by the kind of failure, as in Appendix C.',
    source: 'STD-17-01 §3.3',
  },
  appliesTo: whenItCalls,
  observe: (trace) =>
    endingsOf(trace).flatMap((ending) => {
      const kind = kindOf(ending);
      const { message, suggestion } = userTextOf(ending.error);
      if (kind === undefined || !told.includes(kind) || message.trim() === '') return [];
      const { operation } = ending;
      return [observed(trace, true, { operation, kind, message, suggestion }, ending.events)];
    }),
  decide: (observations) => {
    if (oneOfEach(observations).length < 2) return [];
    const alike = byText(observations).filter((group) => oneOfEach(group).length > 1);
    return alike.length === 0 ? [findingOf(observations, true)] : alike.map((group) => findingOf(group, false));
  },
  samples: 2,
};
