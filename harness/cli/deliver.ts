/** How `run`, `judge` and `report` end: the formats are written, stdout gets one of them, the gate is the exit code. */
import { resolve } from 'node:path';
import type { Bench } from '../bench.ts';
import { worstExitCode } from '../gate.ts';
import type { GateLevel, Report } from '../model/report.ts';
import type { RunResult } from '../run-result.ts';
import { contractLines } from './contract-lines.ts';
import { type FormatId, terminalText, writeFormats } from './formats.ts';
import { reportOf } from './report.ts';
import { signedFor } from './signed-for.ts';
import { type RunSummary, runSummary } from './summary.ts';

export interface Delivery {
  readonly format: readonly FormatId[];
  readonly gate: GateLevel;
  readonly requireAttestations?: true;
  readonly allowStaleWaivers?: true;
  /** The summary on stdout instead of the report. */
  readonly json?: true;
}

export interface Delivered {
  readonly report: Report;
  readonly summary: RunSummary;
}

const useColor = (): boolean => process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

/** The report with what people signed for its contract laid over it, as of today. */
export const signedReport = (
  result: RunResult,
  bench: Bench,
  {
    gate,
    requireAttestations,
    allowStaleWaivers,
  }: Pick<Delivery, 'gate' | 'requireAttestations' | 'allowStaleWaivers'>,
): Report => {
  const contract = resolve(result.stored.contract);
  return reportOf(result, bench, gate, {
    signed: signedFor(contract, result.facts.service, bench),
    requireAttestations: requireAttestations === true,
    allowStaleWaivers: allowStaleWaivers === true,
    contractLines: contractLines(contract, result.facts),
  });
};

/** Writes and prints the report of a run. */
export const deliverReport = (report: Report, folder: string, delivery: Delivery): Delivered => {
  const files = writeFormats(report, folder, delivery.format);
  if (!delivery.json) {
    if (delivery.format.includes('terminal')) process.stdout.write(terminalText(report, useColor()));
    process.stdout.write(`${[folder, ...files].join('\n  ')}\n`);
  }
  return { report, summary: runSummary(report, folder) };
};

export const deliver = (result: RunResult, bench: Bench, delivery: Delivery): Delivered =>
  deliverReport(signedReport(result, bench, delivery), result.folder, delivery);

/** The exit code of all; with `json`, their summaries on stdout: one object, or a list when there are several. */
export const conclude = (delivered: readonly Delivered[], delivery: Delivery): number => {
  if (delivery.json) {
    const summaries = delivered.map(({ summary }) => summary);
    process.stdout.write(`${JSON.stringify(summaries.length === 1 ? summaries[0] : summaries, null, 2)}\n`);
  }
  return worstExitCode(delivered.map(({ report }) => report.gate.exitCode));
};
