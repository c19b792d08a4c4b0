/** `gauntlet rules`: the clauses of the standard and the rules that decide them; one of each explained. */
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

const answeredBy = (clause: Clause): string =>
  `${clause.methods.join(', ')}${clause.refuteOnly ? '; a machine can only refute it' : ''}`;

const clauseLine = (clause: Clause): string => {
  const ids = rulesOf(clause);
  const by =
    clause.derivedFrom !== undefined
      ? `follows from ${clause.derivedFrom.length} clauses`
      : ids.length === 0
        ? (clause.notInRun ?? '')
        : ids.join('all' in clause.decidedBy ? ', ' : ' or ');
  return `  ${named(clause).padEnd(13)} ${clause.text}  [${answeredBy(clause)}${by === '' ? '' : `: ${by}`}]`;
};

const sectionText = (bench: RuleBook, ref: string): string => {
  const title = bench.standard.sections?.find((section) => section.ref === ref)?.title ?? '';
  return [`${ref} ${title}`.trim(), ...bench.standard.clauses.filter((each) => each.ref === ref).map(clauseLine)].join(
    '\n',
  );
};

const sectionRefs = (bench: RuleBook): readonly string[] => [...new Set(bench.standard.clauses.map(({ ref }) => ref))];

const catalogueText = (bench: RuleBook): string =>
  [
    `${bench.standard.id} ${bench.standard.title}: ${bench.standard.clauses.length} clauses`,
    ...sectionRefs(bench).map((ref) => sectionText(bench, ref)),
    `${bench.rules.length} rules, by topic`,
    listText(bench),
  ].join('\n\n');

/** What a rule means for a clause, in the four questions of its card. */
const cardLines = ({ id, statement, card }: Rule | InspectionRule): readonly string[] => [
  `  ${id}: ${statement}`,
  `    tested    ${card.tested}`,
  `    fails     ${card.fails}`,
  `    to repair ${card.fix}`,
];

/** Of what no rule decides alone: who answers, and how. */
const byPeople = (clause: Clause): readonly string[] => {
  if (clause.derivedFrom !== undefined)
    return [
      '  tested    Not by itself: it is as good as the worst of them.',
      '  fails     One of them does not hold.',
      '  to repair Repair, attest or waive those that do not hold.',
    ];
  if (!clause.methods.includes('attestation')) return [];
  return [
    rulesOf(clause).length === 0
      ? '  tested    By nobody but people: somebody looks, and signs with evidence and until when it holds.'
      : '  attested  Where the rules leave it open, somebody looks, and signs with evidence and until when it holds.',
    '  fails     It stays open while nobody signed, when the evidence changed, and once it ran out.',
    `  to repair gauntlet attest ${clauseId(clause)}`,
  ];
};

const clauseText = (bench: RuleBook, clause: Clause): string => {
  const rules = rulesOf(clause).flatMap((id) => bench.rules.filter((rule) => rule.id === id));
  const how = 'all' in clause.decidedBy ? 'every one of' : 'any one of';
  return [
    `${named(clause)} of ${bench.standard.id}`,
    `  asks      ${clause.text}`,
    `  answered by ${answeredBy(clause)}`,
    ...(clause.onlyFor === undefined ? [] : [`  only for ${clause.onlyFor.join(' and ')} integrations`]),
    ...(clause.notInRun === undefined ? [] : [`  ${clause.notInRun}`]),
    ...(clause.derivedFrom === undefined ? [] : [`  follows from ${clause.derivedFrom.join(', ')}`]),
    ...byPeople(clause),
    ...(rules.length === 0 ? [] : ['', `  decided by ${rules.length === 1 ? 'the rule' : how}`, '']),
    rules.map((rule) => cardLines(rule).join('\n')).join('\n\n'),
  ]
    .join('\n')
    .trimEnd();
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

const clauseJson = (clause: Clause) => ({ id: clauseId(clause), ...clause, rules: rulesOf(clause) });

const show = (id: string, bench: RuleBook): { readonly text: string; readonly json: unknown } => {
  const clause = bench.standard.clauses.find((each) => clauseId(each) === id);
  if (clause !== undefined) return { text: clauseText(bench, clause), json: clauseJson(clause) };
  const rule = bench.rules.find((each) => each.id === id);
  if (rule !== undefined) return { text: ruleText(bench, rule), json: ruleJson(bench, rule) };
  if (sectionRefs(bench).includes(id))
    return {
      text: sectionText(bench, id),
      json: bench.standard.clauses.filter(({ ref }) => ref === id).map(clauseJson),
    };
  const ofTopic = { ...bench, rules: bench.rules.filter(({ topic }) => topic === id) };
  return { text: listText(ofTopic), json: ofTopic.rules.map((each) => ruleJson(bench, each)) };
};

/** `id`: a rule, a topic, a section such as `3.4`, or a clause such as `3.4.1`. */
export const rulesCommand = (id: string | undefined, options: { readonly json?: true }, given: Bench): number => {
  const bench = ruleBook(given);
  if (id === undefined) {
    const { id: standard, title, clauses } = bench.standard;
    return options.json
      ? printJson({
          standard: { id: standard, title },
          clauses: clauses.map(clauseJson),
          rules: bench.rules.map((each) => ruleJson(bench, each)),
        })
      : print(catalogueText(bench));
  }
  const known = [
    ...bench.rules.map((rule) => rule.id),
    ...topics(bench),
    ...sectionRefs(bench),
    ...bench.standard.clauses.map(clauseId),
  ];
  requireKnown('rule, topic, section or clause', [id], known, '`gauntlet rules` lists all of them.');
  const { text, json } = show(id, bench);
  return options.json ? printJson(json) : print(text);
};
