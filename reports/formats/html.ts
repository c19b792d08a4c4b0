/**
 * The report as one self-contained page, complete without its script and without network. Everything that a subject or
 * a provider said is escaped, and the policy in the page's head lets nothing of theirs run or load even if that failed.
 */
import { createHash } from 'node:crypto';
import type { Report } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { decision, decisionTitle } from '../html/decision.ts';
import { type Child, h, markup, verbatim, when } from '../html/element.ts';
import { backoffFigure, brokenRule } from '../html/finding.ts';
import { type Limits, limits, mostBytes } from '../html/limits.ts';
import { otherRules } from '../html/rules.ts';
import { script } from '../html/script.ts';
import { clausesByVerdict, standard } from '../html/standard.ts';
import { style } from '../html/style.ts';
import { surface } from '../html/surface.ts';
import { brokenRules } from '../sections.ts';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;

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

const masthead = (report: Report): Child => {
  const links = [
    ...(brokenRules(report).length > 0 ? [['#findings', 'Findings']] : []),
    ['#by-verdict', 'By verdict'],
    ['#standard', 'The standard'],
    ['#rules', 'Rules'],
  ];
  return h(
    'header',
    { class: 'masthead' },
    h('a', { class: 'skip', href: '#decision' }, 'Skip to the decision'),
    h('span', { class: 'title' }, `${report.standard.id} ${report.standard.title}`),
    h(
      'nav',
      { 'aria-label': 'Parts of this report' },
      links.map(([href, name]) => h('a', { href }, name ?? '')),
      themeChoice,
    ),
  );
};

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

const page = (report: Report, limit: Limits): string => {
  const document = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'referrer', content: 'no-referrer' }),
      h('title', null, decisionTitle(report)),
      verbatim('style', style),
    ),
    h(
      'body',
      null,
      masthead(report),
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
      verbatim('script', script),
    ),
  );
  return `<!doctype html>\n${markup(document)}\n`;
};

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
