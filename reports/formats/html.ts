/**
 * The report as one self-contained page that needs no script and no network. Everything that a subject or a provider
 * said is escaped, and the policy in the page's head lets nothing run or load even if that failed.
 */
import { createHash } from 'node:crypto';
import type { ClauseRow, Counterexample, Report, ReportFinding, RuleRow } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { countsText } from '../counts.ts';
import { formatMs } from '../duration.ts';
import { brokenRules, clauseName, clausesOf, evidenceText, type Shown, sections, shown } from '../sections.ts';
import { timeline } from '../timeline.ts';
import { escapeHtml } from '../untrusted.ts';

/** Markup that is safe to put into the page. Only `html` makes it, so that nothing gets in unescaped by accident. */
interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

const written = (part: Part): string => {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
};

const markup = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  markup: texts.map((text, index) => text + written(parts[index] ?? '')).join(''),
});
const nothing: Markup = { markup: '' };

const style = `
:root { color-scheme: light dark; --fg: #1c2024; --muted: #5b6470; --bg: #ffffff; --box: #f4f6f8; --line: #d5dae0;
  --fail: #b3261e; --warn: #8a5a00; --pass: #1a7037; --info: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --fg: #e6e9ec; --muted: #a0a9b4; --bg: #15181b; --box: #1e2327;
  --line: #39414a; --fail: #ff8a80; --warn: #f2c14e; --pass: #7bd88f; --info: #82b7ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 75rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--fg); background: var(--bg); }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
a { color: var(--info); } p { margin: .25rem 0; }
.muted { color: var(--muted); }
.decision { border-left: .4rem solid var(--pass); background: var(--box); padding: .75rem 1rem; margin: 1rem 0; }
.decision.unmet { border-color: var(--fail); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
th { color: var(--muted); font-weight: 600; }
td.time, td.ref { white-space: nowrap; font-variant-numeric: tabular-nums; }
code, .mono { font-family: ui-monospace, monospace; font-size: .85rem; overflow-wrap: anywhere; }
pre { background: var(--box); padding: .6rem; overflow-x: auto; }
tr.marked td { background: var(--box); font-weight: 600; }
article { border: 1px solid var(--line); border-radius: .4rem; padding: 1rem; margin: 1rem 0; }
.verdict { font-weight: 700; white-space: nowrap; }
.fail, .harness-error { color: var(--fail); } .warn, .not-verified { color: var(--warn); } .pass { color: var(--pass); }
.waived, .attested { color: var(--info); } .not-applicable { color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { color: var(--muted); } dd { margin: 0; }
@media print { body { max-width: none; padding: 0; } article { break-inside: avoid; } }
`;

const styleHash = createHash('sha256').update(style).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

const names: { readonly [verdict in Shown]: string } = {
  fail: 'fail',
  'harness-error': 'harness error',
  'not-verified': 'not verified',
  warn: 'warn',
  waived: 'waived',
  attested: 'attested',
  pass: 'pass',
  'not-applicable': 'n/a',
};

const verdictCell = (verdict: Shown): Markup => markup`<td class="verdict ${verdict}">${names[verdict]}</td>`;

const ruleLink = (id: string): Markup => markup`<a href="#rule-${id}"><code>${id}</code></a>`;
const clauseLink = (clause: ClauseRow): Markup =>
  markup`<a href="#clause-${clauseName(clause)}">${clauseName(clause)} ${clause.level.toUpperCase()}</a> `;

const why = (clause: ClauseRow): Markup => {
  const own = [clause.reason, clause.next ?? clause.because].filter((text) => text !== undefined).join(': ');
  const { overlay } = clause;
  const over =
    overlay === undefined
      ? nothing
      : markup`<p>${overlay.kind} by ${overlay.by} until ${overlay.until}: ${overlay.note} (itself: ${clause.verdict})</p>`;
  return markup`${own === '' ? nothing : markup`<p class="muted">${own}</p>`}${over}`;
};

const clauseTableRow = (report: Report, clause: ClauseRow): Markup => {
  const rules = clause.rules.flatMap((id) => report.rules.filter((rule) => rule.id === id));
  const evidence = rules.map((rule) =>
    rule.verdict === 'pass' || rule.verdict === 'fail'
      ? markup`<p>${ruleLink(rule.id)} ${evidenceText(rule)}</p>`
      : markup`<p>${ruleLink(rule.id)} ${rule.verdict}</p>`,
  );
  return markup`<tr id="clause-${clauseName(clause)}"><td class="ref">${clauseName(clause)}</td><td>${clause.level.toUpperCase()}</td>${verdictCell(shown(clause))}<td>${clause.text}${why(clause)}${evidence}</td></tr>`;
};

const sectionTables = (report: Report): readonly Markup[] =>
  sections(report).map(
    ({ ref, title, clauses }) =>
      markup`<h3 id="section-${ref}">${ref} ${title}</h3><div class="scroll"><table><thead><tr><th>Clause</th><th>Level</th><th>Verdict</th><th>What it says, and what was seen</th></tr></thead><tbody>${clauses.map((clause) => clauseTableRow(report, clause))}</tbody></table></div>`,
  );

const counterexample = (rule: RuleRow, example: Counterexample): Markup => {
  const evidence = rule.findings[0]?.evidence ?? [];
  const marked = evidence.filter((from) => from.case === example.case).flatMap(({ seqs }) => seqs);
  const rows = timeline(example.events, marked).map(
    (line) =>
      markup`<tr class="${line.marked ? 'marked' : 'plain'}" id="event-${rule.id}-${line.seq}"><td class="time">${formatMs(line.at)}</td><td>${line.who}</td><td class="mono">${line.text}</td></tr>`,
  );
  const confirmed =
    example.confirmed === 'fresh-process'
      ? 'confirmed in a fresh process'
      : example.confirmed === 'history'
        ? `depends on the cases before it: ${(example.prefix ?? []).join(', ')}`
        : 'not confirmed in a fresh process';
  return markup`<p>Smallest counterexample found (${confirmed}; ${example.shrinks} plans tried):</p><ol>${example.steps.map((step) => markup`<li class="mono">${step}</li>`)}</ol><div class="scroll"><table><caption class="muted">Timeline of ${example.case}; what the finding rests on is set off</caption><thead><tr><th>Time</th><th>Who</th><th>What</th></tr></thead><tbody>${rows}</tbody></table></div><p>Run it again:</p><pre><code>${example.replay}</code></pre>`;
};

const findingText = (finding: ReportFinding): Markup =>
  markup`<dl><dt>found</dt><dd><strong>${finding.message}</strong></dd><dt>expected</dt><dd>${finding.expected}</dd><dt>observed</dt><dd class="mono">${finding.observed}</dd></dl>`;

const brokenRule = (report: Report, rule: RuleRow): Markup => {
  const clauses = clausesOf(report, rule.id);
  const [first] = rule.findings;
  return markup`<article id="rule-${rule.id}"><h3><code>${rule.id}</code></h3><p class="muted">${clauses.length === 0 ? 'Advice: no clause asks for it.' : clauses.map(clauseLink)}</p><p>${rule.statement}</p>${first === undefined ? nothing : findingText(first)}<p>Broken in ${rule.brokenInAll} of ${rule.exercised}. To repair: ${rule.card.fix}</p>${rule.counterexample === undefined ? nothing : counterexample(rule, rule.counterexample)}</article>`;
};

const otherRules = (report: Report): Markup => {
  const rows = report.rules
    .filter(({ verdict }) => verdict !== 'fail')
    .map((rule) => {
      const told =
        rule.verdict === 'pass'
          ? evidenceText(rule)
          : [rule.reason, rule.next ?? rule.because].filter((text) => text !== undefined).join(': ');
      return markup`<tr id="rule-${rule.id}"><td><code>${rule.id}</code></td>${verdictCell(rule.verdict)}<td>${rule.statement}<p class="muted">${told}</p></td><td>${clausesOf(report, rule.id).map(clauseLink)}</td></tr>`;
    });
  return markup`<div class="scroll"><table><thead><tr><th>Rule</th><th>Verdict</th><th>What it asks, and how often it was put to the test</th><th>Clauses</th></tr></thead><tbody>${rows}</tbody></table></div>`;
};

const tallies = (title: string, counts: { readonly [name: string]: number }): Markup =>
  Object.keys(counts).length === 0
    ? nothing
    : markup`<h3>${title}</h3><ul>${Object.entries(counts).map(([name, times]) => markup`<li><span class="mono">${name}</span> (${times})</li>`)}</ul>`;

const surface = ({ surface: seen }: Report): Markup => {
  const errors =
    seen.harnessErrors.length === 0
      ? nothing
      : markup`<h3>Cases that the harness could not carry out</h3><ul>${seen.harnessErrors.map((error) => markup`<li class="mono">${error}</li>`)}</ul>`;
  const read =
    seen.envRead.length === 0
      ? nothing
      : markup`<h3>Environment variables read</h3><p class="mono">${seen.envRead.join(', ')}</p>`;
  return markup`${errors}${tallies('Calls to hosts that no provider claims, refused', seen.unclaimed)}${tallies("Requests that the provider's validation refused", seen.complaints)}${tallies('Faults planned that never struck', seen.unstruck)}${read}`;
};

const page = (report: Report): string => {
  const { integration, run, gate, standard, tool } = report;
  const broken = brokenRules(report);
  const verdict = gate.met ? 'Gate met' : gate.exitCode === 3 ? 'Inconclusive' : 'Gate not met';
  const { markup: text } = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${{ markup: policy.replaceAll('"', '&quot;') }}"><meta name="referrer" content="no-referrer"><title>${integration.service}: ${verdict} · ${standard.id}</title><style>${{ markup: style }}</style></head><body>
<header><h1>${integration.service} against ${standard.id} ${standard.title}</h1><p class="muted">${tool.name} ${tool.version} · ${integration.type} · ${integration.contract} · seed ${run.seed} · ${run.cases} cases · ${run.clock} clock (±${formatMs(run.toleranceMs)}) · ${run.startedAt}</p></header>
<main><div class="decision ${gate.met ? 'met' : 'unmet'}"><p><strong>${verdict}</strong> (gate ${gate.level}, exit ${gate.exitCode}): ${gate.because}</p><p>${countsText(report, 'must')}</p><p>${countsText(report, 'should')}</p>${run.void === undefined ? nothing : markup`<p><strong>Void:</strong> ${run.void}</p>`}</div>
${broken.length === 0 ? nothing : markup`<h2>What does not hold</h2>${broken.map((rule) => brokenRule(report, rule))}`}
<h2>The standard, line by line</h2>${sectionTables(report)}
<h2>Rules</h2>${otherRules(report)}
<h2>What else was seen</h2>${surface(report)}</main>
</body></html>
`;
  return text;
};

export const html: Format = { id: 'html', file: 'report.html', render: page };
