/**
 * The report as one self-contained page, complete without its script and without network. Everything that a subject or
 * a provider said is escaped, and the policy in the page's head lets nothing of theirs run or load even if that failed.
 */
import type { Report } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { decision, decisionTitle } from '../html/decision.ts';
import { htmlDocument, masthead } from '../html/document.ts';
import { type Child, h, when } from '../html/element.ts';
import { backoffFigure, brokenRule } from '../html/finding.ts';
import { type Limits, limits, mostBytes } from '../html/limits.ts';
import { otherRules } from '../html/rules.ts';
import { script } from '../html/script.ts';
import { clausesByVerdict, standard } from '../html/standard.ts';
import { style } from '../html/style.ts';
import { surface } from '../html/surface.ts';
import { brokenRules } from '../sections.ts';

const themeChoice = h(
  'span',
  { hidden: true },
  h('label', { for: 'theme' }, 'Theme '),
  h(
    'select',
    { id: 'theme' },
    ['auto', 'light', 'dark'].map((name) => h('option', { value: name }, name)),
  ),
);

const header = (report: Report): Child =>
  masthead(
    report.standard,
    'Parts of this report',
    [
      ...(brokenRules(report).length > 0 ? [['#findings', 'Findings'] as const] : []),
      ['#by-verdict', 'By verdict'],
      ['#standard', 'The standard'],
      ['#rules', 'Rules'],
    ],
    themeChoice,
  );

const findings = (report: Report, limit: Limits): Child => {
  const broken = brokenRules(report);
  return when(broken.length > 0, () =>
    h(
      'section',
      { id: 'findings', 'aria-labelledby': 'findings-title' },
      h('h2', { id: 'findings-title' }, 'Findings'),
      broken.map((rule) => brokenRule(report, rule, limit)),
    ),
  );
};

/** Where back-off holds, its picture stands by itself. */
const backoff = (report: Report): Child =>
  when(report.backoff !== undefined && !brokenRules(report).some(({ topic }) => topic === 'backoff'), () =>
    h(
      'section',
      { id: 'backoff', 'aria-labelledby': 'backoff-title' },
      h('h2', { id: 'backoff-title' }, 'Back-off'),
      backoffFigure(report),
    ),
  );

const page = (report: Report, limit: Limits): string =>
  htmlDocument({
    title: decisionTitle(report),
    style,
    script,
    body: [
      header(report),
      h(
        'main',
        null,
        decision(report),
        findings(report, limit),
        clausesByVerdict(report),
        standard(report),
        backoff(report),
        otherRules(report),
        surface(report, limit),
      ),
      h('p', { id: 'said', class: 'out', role: 'status' }),
    ],
  });

/** The most generous page that is small enough to open at once. */
const render = (report: Report): string => {
  let text = '';
  for (const limit of limits) {
    text = page(report, limit);
    if (Buffer.byteLength(text) <= mostBytes) break;
  }
  return text;
};

export const html: Format = { id: 'html', file: 'report.html', render };
