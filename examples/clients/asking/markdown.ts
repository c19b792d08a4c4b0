/** The grid as it is read: a table for each group of questions, a row for each client and method. */
import type { Cell, Grid } from './grid.ts';
import { type Table, tables } from './questions/questions.ts';

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const head = (titles: readonly string[]): readonly string[] => [row(titles), row(titles.map(() => '---'))];

/** Methods with the same answers stand in one row. */
function rowsOf(client: string, cells: readonly Cell[], { questions }: Table): readonly string[] {
  const byMethod = Map.groupBy(cells, ({ method }) => method);
  const answers = [...byMethod].map(([method, own]) => ({
    method,
    answers: questions.map(({ id }) => own.find(({ question }) => question === id)?.answer ?? ''),
  }));
  const equal = Map.groupBy(answers, (each) => JSON.stringify(each.answers));
  return [...equal.values()].map((same) =>
    row([client, same.map(({ method }) => method).join(', '), ...(same[0]?.answers ?? [])]),
  );
}

export function markdownOf({ date, node, cells }: Grid): string {
  const byClient = Map.groupBy(cells, ({ client }) => client);
  const lines = [
    '# What popular clients really do',
    '',
    `Observed on ${date} with Node ${node}, each client with its defaults, from the traces alone. Written by \`npm run clients\`;`,
    'how it is asked and how to read it: [README](README.md). The same as data: [grid.json](grid.json).',
    '',
    ...head(['client', 'version']),
    ...[...byClient].map(([client, own]) => row([client, own[0]?.version ?? ''])),
    ...tables.flatMap((table) => [
      '',
      `## ${table.title}`,
      '',
      ...head(['client', 'method', ...table.questions.map(({ title }) => title)]),
      ...[...byClient].flatMap(([client, own]) => rowsOf(client, own, table)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
