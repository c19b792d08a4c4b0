/**
 * The rules about the fields of error lines (STD-17-01 Part 2) differ only in the field and in what it may say. The
 * standard binds the errors that are logged; a failure that nobody logged says nothing here.
 */
import type { Json, JsonObject } from '../../../harness/model/json.ts';
import type { Trace } from '../../../harness/model/trace.ts';
import type { Observation } from '../../../harness/model/verdict.ts';
import type { Rule, RuleCard } from '../../../harness/ports/rule.ts';
import { attemptFacts, type Delivers, type Perform } from '../../attempts.ts';
import {
  type Account,
  failureAccounts,
  field,
  type LogLine,
  logLines,
  type Place,
  perTrace,
  placesOf,
  reportsError,
  type StandardField,
} from '../../log-lines.ts';
import { eachByItself, observed, whenItCalls, whenItMayCall } from '../../observing.ts';
import { deliveryBefore, statusOf } from '../webhook/sent.ts';
import { otherNameOf } from './other-names.ts';

/** What a value says: the truth; something else (`why`); or something that cannot be told from here. */
export type Answer = 'right' | 'untold' | { readonly why: string };

/** What a field may say. `absent`: what it means when it is not there. */
export interface Expectation {
  readonly absent: 'wrong' | 'right' | 'untold';
  readonly judge: (value: Exclude<Json, null>) => Answer;
  /** What the reader of a finding needs to know. */
  readonly facts: JsonObject;
}

interface FieldRule {
  readonly field: StandardField;
  readonly statement: string;
  readonly card: RuleCard;
}

/** An error line, and the call or the event because of which it was written. */
export interface WrittenLine {
  readonly line: LogLine;
  readonly cause: Perform | Delivers;
  /** Ms since the case began. */
  readonly calledAt: number;
  /** Where it tells of a delivery that was turned away: the id of that delivery. */
  readonly turnedAway?: string;
}

/** What was asked for. */
export const nameOf = (cause: WrittenLine['cause']): string =>
  cause.kind === 'perform' ? cause.operation : cause.event;

interface Judged {
  readonly held: boolean;
  readonly facts: JsonObject;
}

const idOf = (name: StandardField): string => `log-${name.replaceAll('_', '-')}`;

/** Several lines about one failure complete each other; none may say what is wrong. */
const judged = (name: StandardField, lines: readonly LogLine[], expectation: Expectation): Judged | undefined => {
  const said = lines.map(({ fields }) => field(fields, name)).filter((value) => value !== undefined);
  const { absent, judge, facts } = expectation;
  if (said.length === 0) {
    if (absent === 'untold') return undefined;
    if (absent === 'right') return { held: true, facts };
    const instead = lines.map(({ fields }) => otherNameOf(name, fields)).find((other) => other !== undefined);
    return { held: false, facts: { ...facts, why: 'missing', ...(instead === undefined ? {} : { instead }) } };
  }
  const answers = said.map((value) => ({ value, answer: judge(value) }));
  for (const { value, answer } of answers)
    if (typeof answer === 'object') return { held: false, facts: { ...facts, why: answer.why, logged: value } };
  return answers.some(({ answer }) => answer === 'right') ? { held: true, facts } : undefined;
};

/**
 * Once a failure was told with its number, a line with the next number is about an attempt that never left, because a circuit
 * breaker or a quota of the integration's own held it back: it took no time, and the wire knows nothing of it. The last retry has no next.
 */
const withoutHeldBack = ({ places, lines }: Account, maxRetries: number): Account => {
  if (places.length > 1) return { places, lines };
  const told = new Set<Json>();
  const left = lines.filter(({ fields }) => {
    const number = field(fields, 'retry_attempt');
    if (typeof number !== 'number') return true;
    const isHeldBack = number <= maxRetries && told.has(number - 1);
    told.add(number);
    return !isHeldBack;
  });
  return { places, lines: left };
};

/** Where times leave open which attempt is meant, any of them may be. */
const judgedFor = (
  name: StandardField,
  { places, lines }: Account,
  expects: (place: Place) => Expectation | undefined,
): Judged | undefined => {
  const each = places.map((place) => {
    const expectation = expects(place);
    const result = expectation && judged(name, lines, expectation);
    if (result === undefined) return undefined;
    return { ...result, facts: { ...attemptFacts(place.series, place.attempt), ...result.facts } };
  });
  return each.some((result) => result === undefined) ? undefined : (each.find((result) => result?.held) ?? each[0]);
};

const ruleOf = (
  rule: FieldRule,
  appliesTo: Rule['appliesTo'],
  observe: (trace: Trace) => readonly Observation[],
): Rule => ({
  id: idOf(rule.field),
  statement: rule.statement,
  topic: 'log-fields',
  card: rule.card,
  appliesTo,
  observe,
  decide: eachByItself,
});

/** An endpoint has errors to log without calling anybody. */
const whenItHasErrors: Rule['appliesTo'] = (integration, conduct) =>
  integration.webhook === undefined ? whenItCalls(integration, conduct) : { applies: true };

/** A field that every error line needs by itself. §2.1. */
export const lineFieldRule = (
  rule: FieldRule & { readonly expects: (written: WrittenLine, trace: Trace) => Expectation },
): Rule =>
  ruleOf(rule, whenItHasErrors, (trace) =>
    writtenLines(trace).flatMap((written) => {
      const { line, cause } = written;
      const result = judged(rule.field, [line], rule.expects(written, trace));
      if (result === undefined) return [];
      return [observed(trace, result.held, { operation: nameOf(cause), ...result.facts }, [line.event])];
    }),
  );

/** A field that says something of a failed attempt. §2.2 to §2.4. */
export const failureFieldRule = (
  rule: FieldRule & {
    readonly expects: (place: Place, trace: Trace) => Expectation | undefined;
    /** `whenItMayCall` unless told. */
    readonly appliesTo?: Rule['appliesTo'];
  },
): Rule =>
  ruleOf(rule, rule.appliesTo ?? whenItMayCall, (trace) =>
    failureAccounts(trace)
      .map((account) => withoutHeldBack(account, trace.integration.policy.maxRetries))
      .flatMap((account) => {
        const result = judgedFor(rule.field, account, (place) => rule.expects(place, trace));
        if (result === undefined) return [];
        const events = [
          ...account.places.flatMap(({ attempt }) => attempt.events),
          ...account.lines.map((l) => l.event),
        ];
        return [observed(trace, result.held, result.facts, events)];
      }),
  );

/**
 * Lines about a failed attempt, and errors that the integration reports without one: it refused to send, or could not do
 * what an event asks for. WARN may be about anything, but beside a delivery that was turned away it is about that.
 */
export const writtenLines = perTrace((trace): readonly WrittenLine[] => {
  const about = new Set(failureAccounts(trace).flatMap(({ lines }) => lines.map(({ event }) => event.seq)));
  const attempted = new Set(placesOf(trace).map(({ series }) => series.action));
  return logLines(trace).flatMap((line): readonly WrittenLine[] => {
    const { event, severity } = line;
    const begun = trace.events.find((other) => other.type === 'action' && other.action === event.action);
    if (begun?.type !== 'action') return [];
    const { does: cause, at: calledAt } = begun;
    const isAbout = about.has(event.seq);
    const isError = severity === 'error' && reportsError(line);
    if (cause.kind === 'perform')
      return isAbout || (isError && attempted.has(event.action)) ? [{ line, cause, calledAt }] : [];
    if (cause.kind !== 'deliver') return [];
    const sent = isAbout ? undefined : deliveryBefore(trace, event);
    const isTurnedAway = sent !== undefined && (statusOf(sent) ?? 0) >= 400 && reportsError(line);
    if (isTurnedAway) return [{ line, cause, calledAt, turnedAway: sent.delivery.deliveryId }];
    return isAbout || isError ? [{ line, cause, calledAt }] : [];
  });
});

/** A text that says something. */
export const isText = (value: Json): value is string => typeof value === 'string' && value.trim() !== '';

/** Is every kind of value but a text wrong? */
export const textThat =
  (answer: (text: string) => Answer) =>
  (value: Exclude<Json, null>): Answer => {
    if (typeof value !== 'string') return { why: 'not-a-string' };
    return isText(value) ? answer(value) : { why: 'empty' };
  };

export const numberThat =
  (answer: (value: number) => Answer) =>
  (value: Exclude<Json, null>): Answer =>
    typeof value === 'number' ? answer(value) : { why: 'not-a-number' };
