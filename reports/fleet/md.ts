/** A fleet as GitHub's Markdown, for the summary of a job: the integrations, and below them every clause. */
import { countsText } from '../counts.ts';
import { prose } from '../formats/markdown-text.ts';
import { markdownVerdicts } from '../formats/markdown-verdicts.ts';
import { decisionNames, decisionOf } from '../gate-decision.ts';
import { clauseName, worstFirst } from '../sections.ts';
import { shorten } from '../untrusted.ts';
import { type Fleet, type FleetSection, fleetSections, headline, others, verdictsOf } from './fleet.ts';

/** A job summary takes 1 MiB; some of it belongs to other steps. */
const mostBytes = 900 * 1024;

const said = (text: string): string => prose(shorten(text, 300));
const name = (text: string): string => prose(shorten(text, 60));
const sign = (words: string): string => words.split(' ')[0] ?? '';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const integrations = ({ members }: Fleet): string =>
  table(
    ['integration', 'gate', 'because', 'MUST', 'SHOULD'],
    members.map(({ report }) => [
      `**${name(report.integration.service)}**`,
      `${decisionNames[decisionOf(report)]} (exit ${report.gate.exitCode})`,
      said(report.run.void ?? report.gate.because),
      countsText(report, 'must'),
      countsText(report, 'should'),
    ]),
  );

const part = ({ members }: Fleet, { ref, title, rows }: FleetSection): string => {
  const cells = rows.map(({ clause, verdicts }) => [
    `${clauseName(clause)} ${clause.level.toUpperCase()}: ${said(clause.text)}`,
    ...verdicts.map((verdict) => (verdict === undefined ? '' : sign(markdownVerdicts[verdict]))),
  ]);
  const head = ['clause', ...members.map(({ report }) => name(report.integration.service))];
  return `<details><summary>${prose(`${ref} ${title}`.trim())}</summary>\n\n${table(head, cells)}\n\n</details>`;
};

export const fleetMarkdown = (fleet: Fleet): string => {
  const occurring = verdictsOf(fleet);
  const before = [
    `## ${headline(fleet)}`,
    [others(fleet), prose(`${fleet.standard.id} ${fleet.standard.title}`)].filter((text) => text !== '').join(' · '),
    integrations(fleet),
  ];
  const clauses = [
    '### Clause by clause',
    worstFirst
      .filter((verdict) => occurring.has(verdict))
      .map((verdict) => markdownVerdicts[verdict])
      .join(' · '),
    ...fleetSections(fleet).map((each) => part(fleet, each)),
  ];
  const whole = `${[...before, ...clauses].join('\n\n')}\n`;
  return Buffer.byteLength(whole) <= mostBytes
    ? whole
    : `${[...before, '**Cut here**: the clauses do not fit. They stand in `fleet.html` and in the reports of the integrations.'].join('\n\n')}\n`;
};
