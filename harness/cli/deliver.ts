/** How `run`, `judge` and `report` end: the formats are written, stdout gets one of them, the gate is the exit code. */
import type { Bench } from '../bench.ts';
import type { RunResult } from '../engine.ts';
import { worstExitCode } from '../gate.ts';
import type { GateLevel, Report } from '../model/report.ts';
import { type FormatId, terminalText, writeFormats } from './formats.ts';
import { reportOf } from './report.ts';
import { type RunSummary, runSummary } from './summary.ts';

export interface Delivery {
  readonly format: readonly FormatId[];
  readonly gate: GateLevel;
  /** The summary on stdout instead of the report. */
  readonly json?: true;
}

export interface Delivered {
  readonly report: Report;
  readonly summary: RunSummary;
}

const useColor = (): boolean => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

export const deliver = (result: RunResult, bench: Bench, delivery: Delivery): Delivered => {
  const report = reportOf(result, bench, delivery.gate);
  const files = writeFormats(report, result.folder, delivery.format);
  if (!delivery.json) {
    if (delivery.format.includes('terminal')) process.stdout.write(terminalText(report, useColor()));
    process.stdout.write(`${[result.folder, ...files].join('\n  ')}\n`);
  }
  return { report, summary: runSummary(report, result.folder) };
};

/** The exit code of all; with `json`, their summaries on stdout: one object, or a list when there are several. */
export const conclude = (delivered: readonly Delivered[], delivery: Delivery): number => {
  if (delivery.json) {
    const summaries = delivered.map(({ summary }) => summary);
    process.stdout.write(`${JSON.stringify(summaries.length === 1 ? summaries[0] : summaries, null, 2)}\n`);
  }
  return worstExitCode(delivered.map(({ report }) => report.gate.exitCode));
};
