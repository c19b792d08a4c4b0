/** `gauntlet rules`: what is looked at, by topic; one rule or clause explained. */
import type { Bench } from '../bench.ts';
import { clauseId } from '../gate.ts';
import type { Clause } from '../model/standard.ts';
import type { InspectionRule, Rule } from '../ports/rule.ts';
import { requireKnown } from './near.ts';

const rulesOf = ({ decidedBy }: Clause): readonly string[] => ('all' in decidedBy ? decidedBy.all : decidedBy.any);

/** The rules of both kinds, and the clauses that name them. */
interface RuleBook {
  readonly standard: Bench['standard'];
  readonly rules: readonly (Rule | InspectionRule)[];
}

const ruleBook = ({ standard, rules, inspectionRules }: Bench): RuleBook => ({
  standard,
  rules: [...rules, ...inspectionRules],
});

const clausesOf = (bench: RuleBook, rule: string): readonly Clause[] =>
  bench.standard.clauses.filter((clause) => rulesOf(clause).includes(rule));

const named = (clause: Clause): string => `${clauseId(clause)} ${clause.level.toUpperCase()}`;

const topics = (bench: RuleBook): readonly string[] => [...new Set(bench.rules.map(({ topic }) => topic))];

const listText = (bench: RuleBook): string =>
  topics(bench)
    .map((topic) => {
      const rules = bench.rules.filter((rule) => rule.topic === topic);
      const width = Math.max(...rules.map(({ id }) => id.length));
      const lines = rules.map((rule) => {
        const clauses = clausesOf(bench, rule.id).map(named);
        return `  ${rule.id.padEnd(width)}  ${rule.statement}  [${clauses.length === 0 ? 'advice' : clauses.join(', ')}]`;
      });
      return [topic, ...lines].join('\n');
    })
    .join('\n\n');

const statistics = (rule: Rule | InspectionRule): Pick<Rule, 'samples' | 'falseAlarm'> =>
  'decide' in rule
    ? {
        ...(rule.samples === undefined ? {} : { samples: rule.samples }),
        ...(rule.falseAlarm === undefined ? {} : { falseAlarm: rule.falseAlarm }),
      }
    : {};

const ruleText = (bench: RuleBook, rule: Rule | InspectionRule): string => {
  const { card } = rule;
  const { samples, falseAlarm } = statistics(rule);
  const clauses = clausesOf(bench, rule.id);
  return [
    `${rule.id} (${rule.topic})`,
    `  ${rule.statement}`,
    '',
    `  asks      ${card.asks}`,
    `  tested    ${card.tested}`,
    `  fails     ${card.fails}`,
    `  to repair ${card.fix}`,
    `  source    ${card.source}`,
    ...(samples === undefined ? [] : [`  decides   over at least ${samples} observations`]),
    ...(falseAlarm === undefined ? [] : [`  false alarm ${falseAlarm.probability}: ${falseAlarm.why}`]),
    '',
    ...(clauses.length === 0
      ? ['  Advice: no clause names it, so it never gates.']
      : clauses.map((clause) => `  ${named(clause)}  ${clause.text}`)),
  ].join('\n');
};

const clauseText = (bench: RuleBook, clause: Clause): string => {
  const ids = rulesOf(clause);
  const how = 'all' in clause.decidedBy ? 'every one of' : 'any one of';
  return [
    `${named(clause)} of ${bench.standard.id}`,
    `  ${clause.text}`,
    `  answered by ${clause.methods.join(', ')}${clause.refuteOnly ? '; a machine can only refute it' : ''}`,
    ...(clause.notInRun === undefined ? [] : [`  ${clause.notInRun}`]),
    ...(clause.derivedFrom === undefined ? [] : [`  follows from ${clause.derivedFrom.join(', ')}`]),
    ...(ids.length === 0
      ? clause.derivedFrom === undefined
        ? ['  no rule of this version looks at it']
        : []
      : [
          `  decided by ${how}:`,
          ...ids.map((id) => `    ${id}  ${bench.rules.find((rule) => rule.id === id)?.statement ?? ''}`),
        ]),
  ].join('\n');
};

const ruleJson = (bench: RuleBook, rule: Rule | InspectionRule) => ({
  id: rule.id,
  topic: rule.topic,
  statement: rule.statement,
  card: rule.card,
  clauses: clausesOf(bench, rule.id).map((clause) => ({ clause: clauseId(clause), level: clause.level })),
  ...statistics(rule),
});

const print = (text: string): number => {
  process.stdout.write(`${text}\n`);
  return 0;
};
const printJson = (value: unknown): number => print(JSON.stringify(value, null, 2));

/** `id`: a rule, a topic, or a clause such as `3.4.1`. */
export const rulesCommand = (id: string | undefined, options: { readonly json?: true }, given: Bench): number => {
  const bench = ruleBook(given);
  const clause = bench.standard.clauses.find((each) => clauseId(each) === id);
  if (clause !== undefined) return options.json ? printJson(clause) : print(clauseText(bench, clause));
  const known = [...bench.rules.map((rule) => rule.id), ...topics(bench), ...bench.standard.clauses.map(clauseId)];
  requireKnown('rule, topic or clause', id === undefined ? [] : [id], known, '`gauntlet rules` lists all rules.');
  const rule = bench.rules.find((each) => each.id === id);
  if (rule !== undefined) return options.json ? printJson(ruleJson(bench, rule)) : print(ruleText(bench, rule));
  const shown = { ...bench, rules: bench.rules.filter(({ topic }) => id === undefined || topic === id) };
  return options.json ? printJson(shown.rules.map((each) => ruleJson(bench, each))) : print(listText(shown));
};
