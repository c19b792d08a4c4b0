/** Writes a report in the formats that were asked for. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { html } from '../../reports/formats/html.ts';
import { json } from '../../reports/formats/json.ts';
import { junit } from '../../reports/formats/junit.ts';
import { md } from '../../reports/formats/md.ts';
import { sarif } from '../../reports/formats/sarif.ts';
import { terminal, terminalFormat } from '../../reports/formats/terminal.ts';
import type { Report } from '../model/report.ts';
import type { Format } from '../ports/format.ts';

export const formats: readonly Format[] = [terminal, json, html, md, junit, sarif];

export type FormatId = Format['id'];

/** Every format but the terminal's becomes a file, replaced in one step. Gives their paths. */
export const writeFormats = (report: Report, folder: string, chosen: readonly FormatId[]): readonly string[] => {
  mkdirSync(folder, { recursive: true });
  return formats
    .filter(({ id }) => id !== 'terminal' && chosen.includes(id))
    .map((format) => {
      const path = join(folder, format.file);
      writeFileSync(`${path}.new`, format.render(report));
      renameSync(`${path}.new`, path);
      return path;
    });
};

export const terminalText = (report: Report, color: boolean): string => terminalFormat({ color }).render(report);
