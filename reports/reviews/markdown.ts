/** A review as Markdown, with room to sign. */
import { block, prose } from '../formats/markdown-text.ts';
import { shorten } from '../untrusted.ts';
import type { Answer, Review, Table } from './review.ts';

const mostText = 600;
const said = (text: string): string => prose(shorten(text, mostText));

const marks = { 'in order': '✅', 'not in order': '❌', open: '❔' } as const;

const answerText = ({ clause, question, status, because }: Answer): string =>
  [
    `### ${clause} ${said(question)}`,
    `${marks[status]} **${status}**`,
    because.map((line) => `- ${said(line)}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

const row = (cells: readonly string[]): string => `| ${cells.map(said).join(' | ')} |`;

const tableText = ({ title, head, rows, none }: Table): string => {
  const body = rows.length === 0 ? none : [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
  return `## ${title}\n\n${body}`;
};

const signing = (review: Review): readonly string[] =>
  review.kind === 'changes'
    ? []
    : [`## Signed\n\n| who | role | day | decision |\n| --- | --- | --- | --- |\n${'| | | | |\n'.repeat(2).trimEnd()}`];

export const reviewMarkdown = (review: Review): string =>
  `${[
    `# ${prose(review.title)}: ${prose(review.service)}`,
    `${prose(review.standard)} · run ${prose(review.run)} · ${review.day}`,
    `**${said(review.decision)}**`,
    ...(review.answers.length === 0 ? [] : ['## Questions', ...review.answers.map(answerText)]),
    ...review.tables.map(tableText),
    ...(review.timeline === undefined || review.timeline.length === 0 ? [] : ['## Timeline', block(review.timeline)]),
    ...signing(review),
  ].join('\n\n')}\n`;
