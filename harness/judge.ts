/** Judging: pure functions from traces to verdicts. Nothing is run, printed or stored here. */
import { wasHeldUp } from './held-up.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { Trace, TraceEvent } from './model/trace.ts';
import type { Finding, Observation, RuleVerdict, Verdict } from './model/verdict.ts';
import type { Conduct, Rule } from './ports/rule.ts';
import { longestRealMs } from './real-time.ts';
import type { LeftOut } from './select.ts';

/** Takes traces one at a time and keeps only what the rules observed in them, so that a run of any size can be judged. */
export interface Judge {
  add(trace: Trace): void;
  verdicts(): readonly RuleVerdict[];
}

interface RuleState {
  readonly rule: Rule;
  readonly observations: Observation[];
  readonly struck: Map<string, number>;
  cases: number;
  error?: string;
}

const strikes = (trace: Trace): readonly string[] =>
  trace.events.flatMap((event) => (event.type === 'fault' ? [event.fault] : []));

/** Cases that broke off say nothing reliable, so they are not judged; the report counts them on their own. */
const canBeJudged = (trace: Trace): boolean =>
  trace.complete && !trace.events.some((event) => event.type === 'harness-error') && !wasHeldUp(trace);

const observe = (state: RuleState, trace: Trace, struck: readonly string[]): void => {
  let seen: readonly Observation[];
  try {
    seen = state.rule.observe(trace);
  } catch (error) {
    state.error ??= `the rule threw on case ${trace.case}: ${error instanceof Error ? error.message : String(error)}`;
    return;
  }
  if (seen.length === 0) return;
  state.observations.push(...seen);
  state.cases += 1;
  for (const fault of struck) state.struck.set(fault, (state.struck.get(fault) ?? 0) + 1);
};

/** Only what is known of a rule's own topic: whether it would have been put to the test there nobody can tell. */
const leftOutFor = ({ topic }: Rule, leftOut: readonly LeftOut[]): string | undefined => {
  const own = leftOut.filter((each) => each.topic === topic);
  return own.length === 0
    ? undefined
    : `Left out on the real clock, because each waits for more than ${longestRealMs / 1000} s, or restarts what only its owner can restart: ${own.map(({ scenario, cases }) => `${scenario} (${cases})`).join(', ')}. Others may ask for less: run with more --cases. Where the integration is Node, run it as a module or a command on the virtual clock; what stays open is waived for a time.`;
};

/** What cases there were, beside those that a rule observed something in. */
interface Looked {
  /** How many were judged. */
  readonly judged: number;
  /** How many were not, because the machine was too busy. */
  readonly heldUp: number;
  readonly leftOut: readonly LeftOut[];
}

const tellsHeldUp = (heldUp: number): string =>
  heldUp === 0
    ? ''
    : ` ${heldUp} ${heldUp === 1 ? 'case was' : 'cases were'} not judged because the machine was too busy: run on a quieter one, or with fewer subject.lanes.`;

const whyNotExercised = (rule: Rule, { judged, heldUp, leftOut }: Looked): string => {
  if (judged === 0 && heldUp === 0) return 'No case ran to its end: see the harness errors of this run.';
  const why =
    judged === 0
      ? 'No case could be judged.'
      : (leftOutFor(rule, leftOut) ??
        rule.unseen ??
        `No case put it to the test: run the topic "${rule.topic}" with more --cases, or declare the operation that it is about.`);
  return why + tellsHeldUp(heldUp);
};

const verdictOf = (state: RuleState, findings: readonly Finding[], looked: Looked): Verdict => {
  const { rule, observations, error } = state;
  if (error !== undefined) return { verdict: 'harness-error', because: error };
  if (findings.some((finding) => !finding.held)) return { verdict: 'fail' };
  if (rule.samples !== undefined && observations.length > 0 && observations.length < rule.samples)
    return {
      verdict: 'not-verified',
      reason: 'insufficient-evidence',
      next: `It decides over at least ${rule.samples} observations and had ${observations.length}: run with more --cases.${tellsHeldUp(looked.heldUp)}`,
    };
  if (findings.length > 0) return { verdict: 'pass' };
  if (observations.length > 0)
    return {
      verdict: 'not-verified',
      reason: 'insufficient-evidence',
      next: `What was observed does not decide it: run with more --cases.${tellsHeldUp(looked.heldUp)}`,
    };
  return {
    verdict: 'not-verified',
    reason: 'not-exercised',
    next: whyNotExercised(rule, looked),
  };
};

const calling: ReadonlySet<TraceEvent['type']> = new Set(['request', 'refused', 'unclaimed']);

const logsIn = (events: readonly TraceEvent[]): Conduct['logs'] => {
  const lines = events.filter((event) => event.type === 'log');
  if (lines.some(({ json }) => json !== undefined)) return 'json';
  return lines.some(({ text }) => text.trim() !== '') ? 'text' : 'nothing';
};

const mostOf = (one: Conduct['logs'], other: Conduct['logs']): Conduct['logs'] =>
  [one, other].includes('json') ? 'json' : [one, other].includes('text') ? 'text' : 'nothing';

/** Also of cases that cannot be judged: that something was seen holds however the case went on. */
const conductIn = ({ events }: Trace): Conduct => ({
  calls: events.some(({ type }) => calling.has(type)),
  deadLetters: events.some((event) => event.type === 'probe' && event.probe === 'deadLetters'),
  keys: events.some((event) => event.type === 'request' && event.reading.idempotencyKey !== undefined),
  compares: events.some(({ type }) => type === 'compared'),
  logs: logsIn(events),
});

const ruleVerdict = (state: RuleState, facts: IntegrationFacts, conduct: Conduct, looked: Looked): RuleVerdict => {
  const { rule, observations } = state;
  const nothing = { rule: rule.id, exercised: 0, cases: 0, struck: {}, broken: [] };
  const applicability = rule.appliesTo(facts, conduct);
  if (applicability.applies === false)
    return { ...nothing, verdict: { verdict: 'not-applicable', because: applicability.because } };
  if (applicability.applies === 'cannot-tell')
    return {
      ...nothing,
      verdict: { verdict: 'not-verified', reason: applicability.reason, next: applicability.next },
    };
  let findings: readonly Finding[] = [];
  if (state.error === undefined) {
    try {
      findings = rule.decide(observations);
    } catch (error) {
      state.error = `the rule threw while deciding: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return {
    rule: rule.id,
    verdict: verdictOf(state, findings, looked),
    exercised: rule.samples === undefined ? findings.length : observations.length,
    cases: state.cases,
    struck: Object.fromEntries([...state.struck].sort(([a], [b]) => a.localeCompare(b))),
    broken: findings.filter((finding) => !finding.held),
    ...(rule.delays !== undefined &&
      state.error === undefined &&
      observations.length > 0 && { delays: rule.delays(observations) }),
  };
};

export const createJudge = (
  rules: readonly Rule[],
  facts: IntegrationFacts,
  leftOut: readonly LeftOut[] = [],
): Judge => {
  const states = rules.map((rule): RuleState => ({ rule, observations: [], struck: new Map(), cases: 0 }));
  let judged = 0;
  let heldUp = 0;
  let conduct: Conduct = { calls: false, deadLetters: false, keys: false, compares: false, logs: 'nothing' };
  return {
    add(trace) {
      const seen = conductIn(trace);
      conduct = {
        calls: conduct.calls || seen.calls,
        deadLetters: conduct.deadLetters || seen.deadLetters,
        keys: conduct.keys || seen.keys,
        compares: conduct.compares || seen.compares,
        logs: mostOf(conduct.logs, seen.logs),
      };
      if (wasHeldUp(trace)) heldUp += 1;
      if (!canBeJudged(trace)) return;
      judged += 1;
      const struck = strikes(trace);
      for (const state of states) observe(state, trace, struck);
    },
    verdicts: () => states.map((state) => ruleVerdict(state, facts, conduct, { judged, heldUp, leftOut })),
  };
};

/** Does this one trace break the rule by itself? What shrinking and replaying ask. */
export const breaks = (rule: Rule, trace: Trace): boolean =>
  canBeJudged(trace) && rule.decide(rule.observe(trace)).some((finding) => !finding.held);
