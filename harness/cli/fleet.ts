/** Several integrations together: `fleet.json`, and `fleet.html` and `fleet.md` with a way into each of their reports. */
import { existsSync, mkdirSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { type Fleet, fleetOf } from '../../reports/fleet/fleet.ts';
import { fleetHtml } from '../../reports/fleet/html.ts';
import { fleetMarkdown } from '../../reports/fleet/md.ts';
import { fleetText } from '../../reports/fleet/terminal.ts';
import type { Bench } from '../bench.ts';
import { UsageError } from '../ports/errors.ts';
import type { Delivered, Delivery } from './deliver.ts';

/** From a folder to a file, as a link. Both as they really lie: `latest` will point at another run tomorrow. */
const linkTo = (file: string, folder: string): string => {
  const target = realpathSync(file);
  const path = relative(realpathSync(folder), target);
  return isAbsolute(path) ? pathToFileURL(target).href : path.split(sep).map(encodeURIComponent).join('/');
};

const fleetIn = (folder: string, delivered: readonly Delivered[]): Fleet =>
  fleetOf(
    delivered.map(({ report, summary }) => {
      const page = join(summary.out, 'report.html');
      return { report, ...(existsSync(page) && { page: linkTo(page, folder) }) };
    }),
  );

/** Their clauses would not be the same ones. Called before anything is written. */
export const requireOneStandard = (
  runs: readonly { readonly service: string; readonly bench: Pick<Bench, 'standard'> }[],
): void => {
  const [first] = runs;
  if (first === undefined) return;
  const { standard } = first.bench;
  const other = runs.find(({ bench }) => !isDeepStrictEqual(bench.standard, standard));
  if (other === undefined) return;
  const { id } = other.bench.standard;
  throw new UsageError(
    `${first.service} is judged by ${standard.id} and ${other.service} by ${id === standard.id ? 'another version of it' : id}: their clauses do not stand in one table. Name them one by one, or give one standard for all with --standard.`,
  );
};

const write = (path: string, text: string): string => {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
};

/** Nothing but `fleet.json` for one integration: its own report says it all. */
export const deliverFleet = (delivered: readonly Delivered[], folder: string, delivery: Delivery): void => {
  mkdirSync(folder, { recursive: true });
  const summaries = delivered.map(({ summary }) => summary);
  const json = write(join(folder, 'fleet.json'), `${JSON.stringify(summaries, null, 2)}\n`);
  if (delivered.length < 2) return;
  const fleet = fleetIn(folder, delivered);
  const files = [
    json,
    ...(delivery.format.includes('html') ? [write(join(folder, 'fleet.html'), fleetHtml(fleet))] : []),
    ...(delivery.format.includes('md') ? [write(join(folder, 'fleet.md'), fleetMarkdown(fleet))] : []),
  ];
  if (delivery.json) return;
  if (delivery.format.includes('terminal')) process.stdout.write(fleetText(fleet));
  process.stdout.write(`${[folder, ...files].join('\n  ')}\n`);
};
