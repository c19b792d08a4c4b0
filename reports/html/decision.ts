/** The first screen: what was decided and why, the counts, and what has to be done. */
import type { Report } from '../../harness/model/report.ts';
import { conditionsOf } from '../conditions.ts';
import { countsText } from '../counts.ts';
import { type Decision, decisionOf } from '../gate-decision.ts';
import { entryText } from '../overlay-text.ts';
import { brokenRules, clauseName } from '../sections.ts';
import { type Child, h, prose, when } from './element.ts';
import { byVerdict, tones, type VerdictGroup } from './verdicts.ts';

const most = 6;

/** What is said before and after the name of the service. */
const headlines: { readonly [decision in Decision]: readonly [before: string, after: string] } = {
  void: ['No verdict on ', ': the run is void'],
  met: ['', ' meets the gate'],
  undecided: ['', ' is not decided yet'],
  'harness-failed': ['No verdict on ', ': the harness failed'],
  unmet: ['', ' does not meet the gate'],
};

/** For the title of the page. */
export const decisionTitle = (report: Report): string => {
  const [before, after] = headlines[decisionOf(report)];
  return `${before}${report.integration.service}${after} · ${report.standard.id}`;
};

/** Each row is a filter of the standard below; without scripts it leads to the list of these clauses. */
const countRow = ({ verdict, name, clauses }: VerdictGroup): Child => {
  const of = (level: string): number => clauses.filter((clause) => clause.level === level).length;
  return h(
    'tr',
    { class: verdict },
    h('th', { scope: 'row' }, h('a', { class: 'filter', href: `#verdict-${verdict}`, 'data-verdict': verdict }, name)),
    [of('must'), of('should')].map((count) => h('td', null, count === 0 ? '–' : count)),
  );
};

const counts = (report: Report): Child => {
  const of = (level: string): number => report.clauses.filter((clause) => clause.level === level).length;
  return h(
    'table',
    { class: 'counts' },
    h('caption', null, 'Clauses by verdict'),
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        h('td', null),
        ['MUST', 'SHOULD'].map((level) => h('th', { scope: 'col' }, level)),
      ),
    ),
    h('tbody', null, byVerdict(report).map(countRow)),
    h(
      'tfoot',
      null,
      h(
        'tr',
        null,
        h('th', { scope: 'row' }, 'All'),
        [of('must'), of('should')].map((count) => h('td', null, count)),
      ),
    ),
  );
};

const andMore = (left: number, href: string): Child =>
  when(left > 0, () => h('li', null, h('a', { href }, `and ${left} more`)));

/** No rule of their own fails: other clauses do. */
const following = ({ clauses }: Report): Child => {
  const names = clauses
    .filter(({ verdict, overlay, derivedFrom }) => verdict === 'fail' && !overlay && derivedFrom !== undefined)
    .map(clauseName);
  return when(names.length > 0, () =>
    h('li', { class: 'quiet' }, `${names.join(', ')} ${names.length === 1 ? 'follows' : 'follow'} from these.`),
  );
};

const failures = (report: Report): Child => {
  const broken = brokenRules(report);
  if (broken.length === 0) return null;
  return [
    h('h2', null, 'What does not hold'),
    h(
      'ul',
      { class: 'todo' },
      broken
        .slice(0, most)
        .map((rule) =>
          h('li', null, h('a', { href: `#rule-${rule.id}` }, rule.findings[0]?.message ?? rule.statement)),
        ),
      andMore(broken.length - most, '#findings'),
      following(report),
    ),
  ];
};

/** Clauses that stay open for the same reason are told once. */
const openPoints = (report: Report): Child => {
  const open = byVerdict(report).find(({ verdict }) => verdict === 'not-verified')?.clauses ?? [];
  const groups = [...Map.groupBy(open, ({ next, reason }) => next ?? reason ?? 'not verified')];
  if (groups.length === 0) return null;
  return [
    h('h2', null, 'What stays open'),
    h(
      'ul',
      { class: 'todo' },
      groups.slice(0, most).map(([next, clauses]) => {
        const named = clauses
          .slice(0, most)
          .flatMap((clause, index) => [
            index === 0 ? '' : ', ',
            h('a', { href: `#clause-${clauseName(clause)}` }, clauseName(clause)),
          ]);
        return h('li', null, named, clauses.length > most ? `, ${clauses.length - most} more` : '', ': ', prose(next));
      }),
      andMore(groups.length - most, '#verdict-not-verified'),
    ),
  ];
};

const lapsed = ({ overlays }: Report): Child => {
  const problems = overlays?.problems ?? [];
  return problems.length === 0
    ? null
    : [
        h('h2', null, 'Signed, but not in force'),
        h(
          'ul',
          { class: 'todo' },
          problems.map((entry) => h('li', null, entryText(entry))),
        ),
      ];
};

/** When and how the run was made. */
const particulars = (report: Report): Child => {
  const { integration, run, tool, gate } = report;
  return h(
    'dl',
    { class: 'particulars' },
    [
      ['Contract', integration.contract],
      ...(integration.commit === undefined ? [] : [['Commit', integration.commit]]),
      ['Kind', integration.type],
      ['Gate', `${gate.level}, exit ${gate.exitCode}`],
      ['Cases', run.planned === undefined ? run.cases : `${run.cases} of ${run.planned} planned`],
      ['Seed', run.seed],
      ['Clock', conditionsOf(report)],
      ['Begun', run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
      ['Tool', `${tool.name} ${tool.version}`],
    ].map(([name, value]) => h('div', null, h('dt', null, name ?? ''), h('dd', null, value ?? ''))),
  );
};

export const decision = (report: Report): Child => {
  const [before, after] = headlines[decisionOf(report)];
  return h(
    'section',
    { id: 'decision', class: `decision ${tones[decisionOf(report)]}` },
    h('h1', null, before, h('em', null, report.integration.service), after),
    h('p', { class: 'because' }, report.run.void ?? report.gate.because),
    h(
      'div',
      { class: 'overview' },
      h(
        'div',
        null,
        counts(report),
        h('p', { class: 'sum' }, countsText(report, 'must')),
        h('p', { class: 'sum' }, countsText(report, 'should')),
      ),
      h('div', null, failures(report), openPoints(report), lapsed(report)),
    ),
    particulars(report),
  );
};
