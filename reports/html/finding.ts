/** A rule that does not hold: what was found, what would have passed, the picture of it, and how to see it again. */
import type { ClauseRow, Counterexample, Report, ReportFinding, RuleRow } from '../../harness/model/report.ts';
import type { TraceEvent } from '../../harness/model/trace.ts';
import { brokenRules, clauseName, clausesOf, weightOf } from '../sections.ts';
import { windowOf } from '../wording/windows.ts';
import { copyButton } from './copy.ts';
import { curl } from './curl.ts';
import { type Child, h, prose, when } from './element.ts';
import { eventsTable } from './events-table.ts';
import type { Limits } from './limits.ts';
import { picture } from './picture.ts';
import { delayTable, scatter } from './scatter.ts';

const others = 4;

const clauseLinks = (clauses: readonly ClauseRow[]): Child =>
  clauses.map((clause, index) => [
    index === 0 ? '' : ', ',
    h('a', { href: `#clause-${clauseName(clause)}` }, `${clauseName(clause)} ${clause.level.toUpperCase()}`),
  ]);

const confirmation = ({ confirmed, prefix, shrinks }: Counterexample): string => {
  const tried = shrinks === 1 ? '1 plan was tried' : `${shrinks} plans were tried`;
  switch (confirmed) {
    case 'fresh-process':
      return `Confirmed in a fresh process; ${tried} to make it smaller.`;
    case 'history':
      return `It depends on the cases before it: ${(prefix ?? []).slice(0, 20).join(', ')}. ${tried} to make it smaller.`;
    case 'not-confirmed':
      return `Not confirmed in a fresh process; ${tried} to make it smaller.`;
  }
};

/** Of what was sent, the last that the finding points at; else the last before what it points at. */
const tellingRequest = (events: readonly TraceEvent[], marked: ReadonlySet<number>) => {
  const sent = events.filter((event) => event.type === 'request' || event.type === 'delivery');
  const last = Math.max(-1, ...marked);
  return sent.findLast(({ seq }) => marked.has(seq)) ?? sent.findLast(({ seq }) => seq < last);
};

const command = (label: string, text: string, button: string): Child =>
  h(
    'div',
    { class: 'command' },
    h('span', { class: 'label' }, label),
    h('pre', { tabindex: 0 }, h('code', null, text)),
    copyButton(button),
  );

const counterexample = (report: Report, rule: RuleRow, example: Counterexample, limits: Limits): Child => {
  const { events } = example;
  const secrets = report.integration.secrets.map(({ name }) => name);
  const finding: ReportFinding | undefined =
    rule.findings.find(({ evidence }) => evidence.some((from) => from.case === example.case)) ?? rule.findings[0];
  const marked = new Set(
    (finding?.evidence ?? []).filter((from) => from.case === example.case).flatMap(({ seqs }) => seqs),
  );
  const pointedAt = events.filter(({ seq }) => marked.has(seq));
  const allowed = finding === undefined ? undefined : windowOf(rule.id, finding, pointedAt, report.integration.policy);
  const request = tellingRequest(events, marked);
  const asCurl = request === undefined ? undefined : curl(request, secrets, limits.curlBytes);
  return [
    h(
      'div',
      { class: 'plan' },
      h('h4', null, 'Smallest way found to break it'),
      h(
        'ol',
        null,
        example.steps.map((step) => h('li', null, step)),
      ),
      h('p', { class: 'quiet' }, confirmation(example)),
    ),
    h(
      'div',
      { class: 'proof' },
      h(
        'figure',
        null,
        picture({
          events,
          marked,
          allowed,
          most: limits.drawnEvents,
          title: `Timeline of ${example.case}; the table beside it says the same`,
          provider: report.integration.providers[0]?.id ?? 'provider',
        }),
        h(
          'figcaption',
          null,
          h('span', { class: 'key evidence' }, '▸ what the finding rests on'),
          when(allowed !== undefined, () => h('span', { class: 'key allowed' }, 'allowed')),
          h('span', { class: 'key fault' }, '◆ fault'),
          'Time goes down, not to scale.',
        ),
      ),
      h(
        'div',
        { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Events of ${example.case}` },
        eventsTable({ rule: rule.id, case: example.case, events, marked, secrets, limits }),
      ),
    ),
    command('Run it again', example.replay, 'Copy the replay command'),
    when(asCurl !== undefined, () =>
      command(request?.type === 'delivery' ? 'The delivery' : 'The request', asCurl ?? '', 'Copy it as cURL'),
    ),
  ];
};

const delaysTitle = 'Delays before each retry, over all cases';

export const backoffFigure = (report: Report): Child => {
  const { backoff } = report;
  if (backoff === undefined) return null;
  const toleranceMs = report.run.toleranceMs;
  return h(
    'div',
    { class: 'proof', id: 'delays' },
    h(
      'figure',
      null,
      scatter(backoff, toleranceMs, `${delaysTitle}; the table beside it says the same`),
      h(
        'figcaption',
        null,
        h('span', { class: 'key allowed' }, 'allowed'),
        `Each dot is one delay${backoff.some(({ of, delaysMs }) => of > delaysMs.length) ? ', of many' : ''}.`,
      ),
    ),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': delaysTitle },
      delayTable(backoff, toleranceMs, delaysTitle),
    ),
  );
};

/** All rules about back-off judge the same delays: the first finding shows them. */
const delays = (report: Report, rule: RuleRow): Child => {
  if (rule.topic !== 'backoff' || report.backoff === undefined) return null;
  const first = brokenRules(report).find(({ topic }) => topic === 'backoff');
  return first === rule
    ? backoffFigure(report)
    : h('p', null, h('a', { href: '#delays' }, `${delaysTitle}: see above`));
};

const alsoFound = (rule: RuleRow): Child => {
  const further = rule.findings.slice(1, 1 + others);
  return when(further.length > 0, () =>
    h(
      'details',
      { class: 'further' },
      h('summary', null, `Found also, ${further.length} of ${rule.brokenInAll}`),
      h(
        'ul',
        null,
        further.map(({ message }) => h('li', null, message)),
      ),
    ),
  );
};

const weights = { must: 'Failed', should: 'Warned', advice: 'Advice' } as const;

export const brokenRule = (report: Report, rule: RuleRow, limits: Limits): Child => {
  const clauses = clausesOf(report, rule.id);
  const weight = weightOf(report, rule.id);
  const [first] = rule.findings;
  const example = rule.counterexample;
  return h(
    'article',
    { id: `rule-${rule.id}`, class: `finding ${weight}`, 'aria-labelledby': `title-${rule.id}` },
    h(
      'p',
      { class: 'eyebrow' },
      h('span', { class: weight === 'must' ? 'verdict fail' : 'verdict warn' }, weights[weight]),
      ' ',
      clauses.length === 0 ? 'no clause asks for it' : clauseLinks(clauses),
      ' ',
      h('a', { class: 'rule-id', href: `#rule-${rule.id}` }, rule.id),
    ),
    h('h3', { id: `title-${rule.id}` }, first?.message ?? rule.statement),
    h('p', { class: 'asked' }, prose(rule.statement), ' ', `Broken in ${rule.brokenInAll} of ${rule.exercised}.`),
    first === undefined
      ? null
      : h(
          'dl',
          { class: 'against' },
          h('div', null, h('dt', null, 'Expected'), h('dd', null, first.expected)),
          h('div', { class: 'observed' }, h('dt', null, 'Observed'), h('dd', null, first.observed)),
        ),
    delays(report, rule),
    example === undefined ? null : counterexample(report, rule, example, limits),
    h('p', { class: 'repair' }, h('strong', null, 'To repair: '), prose(rule.card.fix)),
    alsoFound(rule),
  );
};
