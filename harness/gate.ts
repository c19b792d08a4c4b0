/**
 * From the verdicts of rules to those of clauses, and from those to an exit code. Pure. A clause is never better than
 * what was put to the test: a missing rule, an unexercised one and a void run all end in `not-verified`.
 */
import type { OverlayEntry } from './model/attestation.ts';
import type { IntegrationFacts } from './model/integration-facts.ts';
import type { ClauseRow, Counts, GateLevel, Report, RuleRow } from './model/report.ts';
import type { Clause, Level, Standard } from './model/standard.ts';
import type { NotVerifiedReason, VerdictKind } from './model/verdict.ts';

type Rolled = Pick<ClauseRow, 'verdict' | 'reason' | 'because' | 'next'>;

/** `3.4.2`: how a clause is named everywhere. */
export const clauseId = (clause: { readonly ref: string; readonly line: number }): string =>
  `${clause.ref}.${clause.line}`;

const worstFirst: readonly VerdictKind[] = ['fail', 'harness-error', 'not-verified', 'pass', 'not-applicable'];
/** One holding rule is enough, and a rule that was not put to the test might still hold. */
const bestFirst: readonly VerdictKind[] = ['pass', 'harness-error', 'not-verified', 'fail', 'not-applicable'];

const firstOf = (order: readonly VerdictKind[], parts: readonly Rolled[]): VerdictKind =>
  order.find((verdict) => parts.some((part) => part.verdict === verdict)) ?? 'not-applicable';

/** Keeps the reason that a user can act on: "switched off" only when there is no other. */
const leading = (parts: readonly Rolled[]): Rolled | undefined =>
  parts.find((part) => part.reason !== 'disabled') ?? parts[0];

const rollUpIn = (order: readonly VerdictKind[], parts: readonly Rolled[]): Rolled => {
  const verdict = firstOf(order, parts);
  const same = parts.filter((part) => part.verdict === verdict);
  const lead = leading(same);
  const because = [...new Set(same.flatMap((part) => part.because ?? []))].join('; ');
  return {
    verdict,
    ...(verdict === 'not-verified' && lead?.reason !== undefined && { reason: lead.reason }),
    ...(verdict === 'not-verified' && lead?.next !== undefined && { next: lead.next }),
    ...(because !== '' && { because }),
  };
};

/** As bad as the worst of them. */
export const rollUp = (parts: readonly Rolled[]): Rolled => rollUpIn(worstFirst, parts);

const notVerified = (reason: NotVerifiedReason, next: string): Rolled => ({ verdict: 'not-verified', reason, next });

const ruleIds = (clause: Clause): readonly string[] =>
  'all' in clause.decidedBy ? clause.decidedBy.all : clause.decidedBy.any;

const undecided = (clause: Clause): Rolled =>
  clause.methods.every((method) => method === 'attestation')
    ? notVerified(
        'insufficient-evidence',
        `Only people can answer this: look into it and sign, with \`gauntlet attest ${clauseId(clause)}\`.`,
      )
    : notVerified(
        'disabled',
        `No rule looks at it: check it by hand, and sign with \`gauntlet attest ${clauseId(clause)}\`.`,
      );

const fromRules = (clause: Clause, rules: ReadonlyMap<string, RuleRow>): Rolled => {
  const partOf = (id: string): Rolled =>
    rules.get(id) ??
    notVerified('disabled', `Run it without leaving out the rule ${id} (--rule, --topic, --operation).`);
  const counts = (id: string): boolean =>
    clause.refutedBy?.includes(id) !== true || ['fail', 'harness-error'].includes(partOf(id).verdict);
  const parts = ruleIds(clause).filter(counts).map(partOf);
  if ('all' in clause.decidedBy) {
    const rolled = rollUp(parts);
    return clause.refuteOnly && rolled.verdict === 'pass'
      ? notVerified(
          'insufficient-evidence',
          `Nothing refuted it, which is all that a machine can say: look at the rest and sign, with \`gauntlet attest ${clauseId(clause)}\`.`,
        )
      : rolled;
  }
  const rolled = rollUpIn(bestFirst, parts);
  // What the rules look for is one of several ways to comply, and people can attest another.
  return rolled.verdict === 'fail' && clause.methods.includes('attestation')
    ? notVerified(
        'insufficient-evidence',
        `It was not seen to hold in this way: make it so, or sign for another way with \`gauntlet attest ${clauseId(clause)}\`.`,
      )
    : rolled;
};

const isDerived = (clause: Clause): boolean => (clause.derivedFrom ?? []).length > 0;

const ownVerdict = (clause: Clause, rules: ReadonlyMap<string, RuleRow>, facts: IntegrationFacts): Rolled => {
  if (clause.notInRun !== undefined) return { verdict: 'not-applicable', because: clause.notInRun };
  if (clause.onlyFor !== undefined && !clause.onlyFor.includes(facts.type)) {
    return {
      verdict: 'not-applicable',
      because: `asked of ${clause.onlyFor.join(' and ')} integrations; this one is ${facts.type}`,
    };
  }
  return ruleIds(clause).length === 0 ? undecided(clause) : fromRules(clause, rules);
};

const row = (clause: Clause, rolled: Rolled, exercised: number): ClauseRow => ({
  ref: clause.ref,
  line: clause.line,
  level: clause.level,
  text: clause.text,
  methods: clause.methods,
  ...rolled,
  rules: ruleIds(clause),
  ...(clause.derivedFrom !== undefined && { derivedFrom: clause.derivedFrom }),
  exercised,
});

/** One row for each clause of the standard, in its order. Throws when a clause derives from one that does not exist. */
export const clauseRows = (
  standard: Standard,
  ruleRows: readonly RuleRow[],
  facts: IntegrationFacts,
): readonly ClauseRow[] => {
  const rules = new Map(ruleRows.map((rule) => [rule.id, rule]));
  const exercised = (ids: readonly string[]): number =>
    [...new Set(ids)].reduce((sum, id) => sum + (rules.get(id)?.exercised ?? 0), 0);
  const direct = new Map(
    standard.clauses
      .filter((clause) => !isDerived(clause))
      .map(
        (clause) =>
          [clauseId(clause), row(clause, ownVerdict(clause, rules, facts), exercised(ruleIds(clause)))] as const,
      ),
  );
  const source = (id: string): ClauseRow => {
    const found = direct.get(id);
    if (found === undefined) throw new RangeError(`${standard.id}: a clause derives from ${id}, which does not exist`);
    return found;
  };
  return standard.clauses.map((clause) => {
    if (!isDerived(clause)) return source(clauseId(clause));
    const sources = (clause.derivedFrom ?? []).map(source);
    return row(clause, rollUp(sources), exercised(sources.flatMap((from) => from.rules)));
  });
};

/** The rules of a void run: nothing that they say counts. */
export const voided = (ruleRows: readonly RuleRow[], why: string): readonly RuleRow[] =>
  ruleRows.map(({ counterexample: _counterexample, because: _because, ...rule }) => ({
    ...rule,
    verdict: 'not-verified',
    reason: 'precondition-unmet',
    next: why,
    findings: [],
    brokenInAll: 0,
  }));

const count = (clauses: readonly ClauseRow[], level: Level): Counts => {
  const of = (verdict: VerdictKind): number =>
    clauses.filter((clause) => clause.level === level && clause.verdict === verdict).length;
  return {
    pass: of('pass'),
    fail: of('fail'),
    'not-verified': of('not-verified'),
    'not-applicable': of('not-applicable'),
    'harness-error': of('harness-error'),
  };
};

/** Raw verdicts by level; overlays never change them. */
export const summary = (clauses: readonly ClauseRow[]): Report['summary'] => ({
  must: count(clauses, 'must'),
  should: count(clauses, 'should'),
});

export interface GateOptions {
  readonly level: GateLevel;
  /** Counts the clauses that only people can attest as well. */
  readonly requireAttestations?: boolean;
  /** A waiver over a clause that passes by now is let through. */
  readonly allowStaleWaivers?: boolean;
  /** Entries that people signed and that no longer hold, to be told where they were needed. */
  readonly lapsed?: readonly OverlayEntry[];
  /** Why no verdict of the run counts. */
  readonly void?: string;
  /** Why the run has seen less than it was meant to: nothing that it did not see can be called verified. */
  readonly unfinished?: string;
  /** What the harness could not carry out. */
  readonly harnessErrors?: readonly string[];
}

export type Gate = Report['gate'];

/** Neither behaviour nor inspection is left to decide it: what remains is for people. */
const leftToPeople = (clause: ClauseRow): boolean =>
  clause.methods.every((method) => method === 'attestation') ||
  (clause.methods.includes('attestation') && clause.reason === 'insufficient-evidence');

/** No rule of this version looks at it, so that people are the only ones who can. */
const isUnseen = (clause: ClauseRow): boolean => clause.reason === 'disabled' && clause.rules.length === 0;

/** Should have been decided and was not: enough to leave a gate open. */
export const isInconclusive = (clause: ClauseRow, options: Pick<GateOptions, 'requireAttestations'>): boolean => {
  if (clause.verdict !== 'not-verified' || clause.overlay !== undefined) return false;
  if (leftToPeople(clause) || isUnseen(clause)) return options.requireAttestations === true;
  return clause.reason !== 'disabled';
};

const isOfLevel = (clause: ClauseRow, level: GateLevel): boolean =>
  level === 'should' || (level === 'must' && clause.level === 'must');

/** A derived clause is signed for, and left open, by the clauses that it follows from. */
export const isInScope = (clause: ClauseRow, level: GateLevel): boolean =>
  clause.derivedFrom === undefined && isOfLevel(clause, level);

/** Let through although it passes by now. */
export const hasStaleWaiver = (clause: ClauseRow): boolean =>
  clause.verdict === 'pass' && clause.overlay?.kind === 'waived';

const list = (clauses: readonly ClauseRow[]): string => clauses.map(clauseId).join(', ');

/** Those that fail by themselves come first. */
const listFailed = (clauses: readonly ClauseRow[]): string => {
  const direct = list(clauses.filter(({ derivedFrom }) => derivedFrom === undefined));
  const derived = clauses.filter(({ derivedFrom }) => derivedFrom !== undefined);
  const following =
    derived.length === 0 ? '' : `${list(derived)} ${derived.length === 1 ? 'follows' : 'follow'} from others`;
  return [direct, following].filter((part) => part !== '').join('; ');
};

/** What covered a clause until it lapsed: why it counts again. */
const lapsed = (clauses: readonly ClauseRow[], options: GateOptions): string => {
  const over = (options.lapsed ?? []).filter(({ clause }) => clauses.some((row) => clauseId(row) === clause));
  return over.length === 0
    ? ''
    : ` (${over.map(({ clause, kind, state }) => `the ${kind === 'waived' ? 'waiver' : 'attestation'} of ${clause} is ${state}`).join(', ')})`;
};

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/**
 * Exit code and the reason for it: 0 gate met, 1 failed, 2 void, 3 inconclusive, 4 the harness failed.
 * When several hold, the first of 4, 2, 1, 3, 0.
 */
export const gate = (clauses: readonly ClauseRow[], ruleRows: readonly RuleRow[], options: GateOptions): Gate => {
  // What holds and what fails is told of every clause, as the counts of the report tell it.
  const ofLevel = clauses.filter((clause) => isOfLevel(clause, options.level));
  const inScope = clauses.filter((clause) => isInScope(clause, options.level));
  const unmet = (exitCode: 1 | 2 | 3 | 4, because: string): Gate => ({
    level: options.level,
    met: false,
    exitCode,
    because,
  });

  const harnessErrors = options.harnessErrors ?? [];
  const brokenRules = ruleRows.filter((rule) => rule.verdict === 'harness-error').map((rule) => rule.id);
  if (harnessErrors.length > 0) {
    const cases = plural(harnessErrors.length, 'case', 'cases');
    return unmet(4, `the harness could not carry out ${cases}: ${harnessErrors[0]}`);
  }
  if (brokenRules.length > 0) return unmet(4, `the harness failed while judging ${brokenRules.join(', ')}`);
  if (options.void !== undefined) return unmet(2, `no verdict of this run counts: ${options.void}`);

  const failed = ofLevel.filter((clause) => clause.verdict === 'fail' && clause.overlay?.kind !== 'waived');
  const stale = options.allowStaleWaivers ? [] : inScope.filter(hasStaleWaiver);
  if (failed.length + stale.length > 0) {
    const reasons = [
      failed.length > 0
        ? `${plural(failed.length, 'clause fails', 'clauses fail')}: ${listFailed(failed)}${lapsed(failed, options)}`
        : '',
      stale.length > 0
        ? `${plural(stale.length, 'waiver is', 'waivers are')} stale, the clause passes: ${list(stale)}`
        : '',
    ];
    return unmet(1, reasons.filter((reason) => reason !== '').join('; '));
  }

  if (options.unfinished !== undefined && options.level !== 'none') return unmet(3, options.unfinished);
  const open = inScope.filter((clause) => isInconclusive(clause, options));
  if (open.length > 0) {
    return unmet(
      3,
      `${plural(open.length, 'clause', 'clauses')} could not be verified: ${list(open)}${lapsed(open, options)}`,
    );
  }

  const judged: readonly VerdictKind[] = ['pass', 'fail', 'not-applicable'];
  if (options.level !== 'none' && !ruleRows.some((rule) => judged.includes(rule.verdict))) {
    return unmet(3, 'no rule was put to the test');
  }

  const passed = ofLevel.filter((clause) => clause.verdict === 'pass').length;
  return {
    level: options.level,
    met: true,
    exitCode: 0,
    because:
      options.level === 'none'
        ? 'nothing was asked to hold'
        : `every clause that this run could verify holds (${passed})`,
  };
};

const exitOrder: readonly Gate['exitCode'][] = [4, 2, 1, 3, 0];

/** The exit code of several runs together. */
export const worstExitCode = (codes: readonly Gate['exitCode'][]): Gate['exitCode'] =>
  exitOrder.find((code) => codes.includes(code)) ?? 0;
