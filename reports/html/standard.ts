/** The standard line by line, each line with its verdict in the margin and linked to its evidence; and its lines by verdict. */
import type { ClauseRow, Report, RuleRow } from '../../harness/model/report.ts';
import { overlayText } from '../overlay-text.ts';
import { clauseName, evidenceText, sections, shown } from '../sections.ts';
import { type Child, h, prose, when } from './element.ts';
import { byVerdict, type VerdictGroup, verdictNames } from './verdicts.ts';

const mostFaults = 4;

const ruleEvidence = (rule: RuleRow): string => {
  switch (rule.verdict) {
    case 'pass':
      return evidenceText(rule, mostFaults);
    case 'fail':
      return rule.findings[0]?.message ?? evidenceText(rule, mostFaults);
    case 'not-verified':
      return `not verified${rule.reason === undefined ? '' : ` (${rule.reason})`}`;
    default:
      return rule.because ?? rule.verdict;
  }
};

/** Why it is so, where no rule says it. */
const why = (clause: ClauseRow): string =>
  [clause.reason, clause.next ?? clause.because].filter((text) => text !== undefined).join(': ');

const clauseItem = (clause: ClauseRow, rules: ReadonlyMap<string, RuleRow>): Child => {
  const name = clauseName(clause);
  const verdict = shown(clause);
  const { overlay } = clause;
  const evidence = clause.rules.flatMap((id) => rules.get(id) ?? []);
  return h(
    'li',
    { id: `clause-${name}`, class: `clause ${verdict}`, 'data-verdict': verdict },
    h('p', { class: `verdict ${verdict}` }, verdictNames[verdict]),
    h(
      'p',
      { class: 'number' },
      h('a', { href: `#clause-${name}` }, name),
      ' ',
      h('span', { class: 'level' }, clause.level.toUpperCase()),
    ),
    h(
      'div',
      { class: 'line' },
      h('p', { class: 'norm' }, prose(clause.text)),
      when(why(clause) !== '' && overlay?.kind !== 'attested', () => h('p', { class: 'why' }, prose(why(clause)))),
      overlay === undefined ? null : h('p', { class: 'why' }, overlayText(overlay, clause.verdict)),
      when(clause.derivedFrom !== undefined, () =>
        h('p', { class: 'why' }, 'Follows from ', (clause.derivedFrom ?? []).join(', '), '.'),
      ),
      when(evidence.length > 0 && clause.verdict !== 'not-applicable', () =>
        h(
          'ul',
          { class: 'evidence' },
          evidence.map((rule) =>
            h('li', null, h('a', { class: 'rule-id', href: `#rule-${rule.id}` }, rule.id), ' ', ruleEvidence(rule)),
          ),
        ),
      ),
    ),
  );
};

export const standard = (report: Report): Child => {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  return h(
    'section',
    { id: 'standard', 'aria-labelledby': 'standard-title' },
    h('h2', { id: 'standard-title' }, 'The standard, line by line'),
    h(
      'p',
      { class: 'parts' },
      sections(report).map(({ ref }) => [h('a', { href: `#section-${ref}` }, ref), ' ']),
    ),
    h('p', { id: 'filtered', class: 'filtered', role: 'status' }),
    sections(report).map(({ ref, title, clauses }) =>
      h(
        'section',
        { class: 'part', id: `section-${ref}` },
        h('h3', null, h('a', { href: `#section-${ref}` }, ref), ' ', title),
        h(
          'ol',
          { class: 'clauses' },
          clauses.map((clause) => clauseItem(clause, rules)),
        ),
      ),
    ),
  );
};

/** Those that somebody has to act on are told in a line each; of the others the numbers do. */
const isTold = ({ verdict }: VerdictGroup): boolean => verdict !== 'pass' && verdict !== 'not-applicable';

const clauseLink = (clause: ClauseRow): Child => h('a', { href: `#clause-${clauseName(clause)}` }, clauseName(clause));

const group = (each: VerdictGroup): Child =>
  h(
    'section',
    { id: `verdict-${each.verdict}`, class: 'by-verdict' },
    h('h3', { class: `verdict ${each.verdict}` }, `${each.name} `, h('span', null, each.clauses.length)),
    isTold(each)
      ? h(
          'ul',
          null,
          each.clauses.map((clause) =>
            h(
              'li',
              null,
              clauseLink(clause),
              h('span', { class: 'level' }, clause.level.toUpperCase()),
              h('span', null, prose(clause.text)),
            ),
          ),
        )
      : h(
          'p',
          null,
          each.clauses.flatMap((clause, index) => [index === 0 ? '' : ', ', clauseLink(clause)]),
        ),
  );

export const clausesByVerdict = (report: Report): Child =>
  h(
    'section',
    { id: 'by-verdict', 'aria-labelledby': 'by-verdict-title' },
    h('h2', { id: 'by-verdict-title' }, 'Clauses by verdict'),
    byVerdict(report).map(group),
  );
