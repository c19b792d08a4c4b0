/**
 * The report as GitHub's Markdown, for a comment on a pull request and for the summary of a job. Timelines are left out
 * once a comment would be too long for them, and everything once a job summary would be: each time with a pointer.
 */
import type { ClauseRow, Report, RuleRow } from '../../harness/model/report.ts';
import type { Format } from '../../harness/ports/format.ts';
import { conditionsOf } from '../conditions.ts';
import { countsText } from '../counts.ts';
import { formatMs } from '../duration.ts';
import { entryText, overlayText } from '../overlay-text.ts';
import { brokenRules, clauseName, clausesOf, evidenceText, sections, shown, worstFirst } from '../sections.ts';
import { shorten } from '../untrusted.ts';
import { counterexampleText } from './counterexample-text.ts';
import { block, code, prose } from './markdown-text.ts';
import { markdownVerdicts } from './markdown-verdicts.ts';

/** A comment on GitHub takes 65,536 characters. */
const mostWithTimelines = 60_000;
/** A job summary takes 1 MiB; some of it belongs to other steps. */
const mostBytes = 900 * 1024;
const mostLines = 60;
const mostText = 600;

const said = (text: string): string => prose(shorten(text, mostText));

const named = (clause: ClauseRow): string => `${clauseName(clause)} ${clause.level.toUpperCase()}`;

const details = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

const head = (report: Report): string => {
  const { gate, integration, run, standard } = report;
  const word = gate.met ? '✅ PASS' : gate.exitCode === 3 ? '❔ INCONCLUSIVE' : '❌ FAIL';
  return [
    `## ${word}: ${prose(integration.service)} against ${prose(standard.id)}`,
    ...(run.void === undefined ? [] : [`**VOID**: ${said(run.void)}`]),
    `Gate ${code(gate.level)}, exit ${gate.exitCode}: ${said(gate.because)}`,
    `- ${countsText(report, 'must')}\n- ${countsText(report, 'should')}`,
    `${code(integration.contract)} · seed ${run.seed} · ${run.cases} cases · ${conditionsOf(report)} · ${formatMs(Math.round(run.durationMs))}`,
  ].join('\n\n');
};

const failure = (report: Report, rule: RuleRow): string => {
  const [first] = rule.findings;
  const clauses = clausesOf(report, rule.id);
  const lines = [
    `#### ${code(rule.id)} · ${clauses.length === 0 ? 'advice: no clause asks for it' : clauses.map((clause) => `${named(clause)} (${markdownVerdicts[shown(clause)]})`).join(', ')}`,
    '',
    `Found: **${said(first?.message ?? rule.statement)}**`,
    '',
    ...(first === undefined ? [] : [`- expected: ${said(first.expected)}`, `- observed: ${said(first.observed)}`]),
    `- broken in ${rule.brokenInAll} of ${rule.exercised}`,
    ...(rule.card.fix === '' ? [] : [`- to repair: ${said(rule.card.fix)}`]),
    ...(rule.counterexample === undefined ? [] : [`- again: ${code(rule.counterexample.replay)}`]),
  ];
  return lines.join('\n');
};

/** A failure, and what may be left out of it. */
interface Failure {
  readonly text: string;
  readonly timeline: string;
}

const failures = (report: Report): readonly Failure[] =>
  brokenRules(report).map((rule) => {
    const lines = counterexampleText(rule, mostLines);
    return {
      text: failure(report, rule),
      timeline: lines.length === 0 ? '' : details('The smallest counterexample found', block(lines)),
    };
  });

const leftOut = 'The timeline of its counterexample stands in `report.html`: there was no more room for it here.';

/** Timelines in order while there is room; the others become a pointer. */
const withTimelines = (all: readonly Failure[], room: number): readonly string[] => {
  let left = room;
  return all.flatMap(({ text, timeline }) => {
    if (timeline === '') return [text];
    const fits = timeline.length <= left;
    if (fits) left -= timeline.length;
    return [text, fits ? timeline : leftOut];
  });
};

const about = (report: Report, clause: ClauseRow): string => {
  if (clause.overlay !== undefined) return said(overlayText(clause.overlay, clause.verdict));
  const rules = clause.rules.flatMap((id) => report.rules.filter((rule) => rule.id === id));
  switch (clause.verdict) {
    case 'pass':
      return said(
        rules
          .filter(({ verdict }) => verdict === 'pass')
          .map((rule) => `${rule.id}: ${evidenceText(rule, 3)}`)
          .join('; '),
      );
    case 'fail':
      return rules
        .filter(({ verdict }) => verdict === 'fail')
        .map(({ id }) => code(id))
        .join(', ');
    case 'not-verified':
      return said(`${clause.reason ?? 'not verified'}: ${clause.next ?? ''}`);
    default:
      return said(clause.because ?? '');
  }
};

const sectionTable = (report: Report): readonly string[] =>
  sections(report).map(({ ref, title, clauses }) => {
    const counts = worstFirst.flatMap((verdict) => {
      const count = clauses.filter((clause) => shown(clause) === verdict).length;
      return count === 0 ? [] : [`${markdownVerdicts[verdict]} ${count}`];
    });
    const rows = clauses.map(
      (clause) =>
        `| ${named(clause)} | ${markdownVerdicts[shown(clause)]} | ${said(clause.text)} | ${about(report, clause)} |`,
    );
    const summary = `${prose(`${ref} ${title}`.trim())} · ${counts.join(' · ')}`;
    return details(summary, ['| clause | verdict | asks | |', '| --- | --- | --- | --- |', ...rows].join('\n'));
  });

const signed = (report: Report): readonly string[] => {
  const problems = report.overlays?.problems ?? [];
  return problems.length === 0
    ? []
    : ['### Signed by people, to be looked at', problems.map((entry) => `- ${said(entryText(entry))}`).join('\n')];
};

const surface = (report: Report): readonly string[] => {
  const { unclaimed, complaints, unstruck, harnessErrors } = report.surface;
  const list = (title: string, counts: { readonly [name: string]: number }): readonly string[] =>
    Object.entries(counts).map(([name, times]) => `- ${title}: ${said(name)} (${times})`);
  const lines = [
    ...list('called, and no provider claims it', unclaimed),
    ...list("refused by the provider's validation", complaints),
    ...list('planned, and never struck', unstruck),
    ...harnessErrors.map((error) => `- the harness could not carry out: ${said(error)}`),
  ];
  return lines.length === 0 ? [] : ['### Beside the verdicts', lines.join('\n')];
};

const bytes = (text: string): number => Buffer.byteLength(text);
const pointer = (count: number): string =>
  `**Cut here**: ${count} more parts do not fit. All of it stands in \`report.html\` and \`compliance.json\`.`;

const cut = (parts: readonly string[]): readonly string[] => {
  let size = bytes(pointer(parts.length)) + 2;
  const kept: string[] = [];
  for (const part of parts) {
    size += bytes(part) + 2;
    if (size > mostBytes) return [...kept, pointer(parts.length - kept.length)];
    kept.push(part);
  }
  return kept;
};

export const md: Format = {
  id: 'md',
  file: 'report.md',
  render: (report) => {
    const broken = failures(report);
    const before = [head(report), ...signed(report), ...(broken.length === 0 ? [] : ['### What does not hold'])];
    const after = [...surface(report), '### Every clause', ...sectionTable(report)];
    const rest = [...before, ...broken.map(({ text }) => text + leftOut), ...after];
    const room = mostWithTimelines - rest.reduce((sum, part) => sum + part.length + 4, 0);
    return `${cut([...before, ...withTimelines(broken, room), ...after]).join('\n\n')}\n`;
  },
};
