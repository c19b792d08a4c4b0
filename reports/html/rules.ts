/** The rules that hold, do not apply or were not put to the test: how each is tested, and how often it was. */
import type { Report, RuleRow } from '../../harness/model/report.ts';
import { brokenRules, clauseName, clausesOf, evidenceText } from '../sections.ts';
import { type Child, h, prose } from './element.ts';
import { verdictNames } from './verdicts.ts';

const order = ['harness-error', 'not-verified', 'pass', 'not-applicable'] as const;

const told = (rule: RuleRow): string =>
  rule.verdict === 'pass'
    ? evidenceText(rule)
    : [rule.reason, rule.next ?? rule.because].filter((text) => text !== undefined).join(': ');

const row = (report: Report, rule: RuleRow): Child => {
  const clauses = clausesOf(report, rule.id);
  return h(
    'tr',
    { id: `rule-${rule.id}` },
    h('td', { class: `verdict ${rule.verdict}` }, verdictNames[rule.verdict]),
    h(
      'td',
      null,
      h('a', { class: 'rule-id', href: `#rule-${rule.id}` }, rule.id),
      h('p', null, prose(rule.statement)),
      h('p', { class: 'quiet' }, prose(told(rule))),
      h('p', { class: 'quiet' }, 'Tested by: ', prose(rule.card.tested)),
    ),
    h(
      'td',
      { class: 'of' },
      clauses.length === 0
        ? 'advice'
        : clauses.flatMap((clause, index) => [
            index === 0 ? '' : ', ',
            h('a', { href: `#clause-${clauseName(clause)}` }, clauseName(clause)),
          ]),
    ),
  );
};

export const otherRules = (report: Report): Child => {
  const rules = order.flatMap((verdict) => report.rules.filter((rule) => rule.verdict === verdict));
  const broken = brokenRules(report).length;
  return h(
    'section',
    { id: 'rules', 'aria-labelledby': 'rules-title' },
    h('h2', { id: 'rules-title' }, 'Rules'),
    h('p', { class: 'quiet' }, broken === 0 ? 'All rules of this run.' : 'Those that do not hold stand above.'),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of rules' },
      h(
        'table',
        { class: 'rules' },
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            ['Verdict', 'Rule', 'Clauses'].map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h(
          'tbody',
          null,
          rules.map((rule) => row(report, rule)),
        ),
      ),
    ),
  );
};
