/** A fleet for a terminal: one line for each integration, the worst last, where the eye rests. */
import { decisionNames, decisionOf } from '../gate-decision.ts';
import { plain } from '../untrusted.ts';
import { type Fleet, headline, others } from './fleet.ts';

export const fleetText = (fleet: Fleet): string => {
  const services = fleet.members.map(({ report }) => plain(report.integration.service));
  const width = Math.max(...services.map(({ length }) => length));
  const lines = fleet.members.map(
    ({ report }, index) =>
      `  ${(services[index] ?? '').padEnd(width)}  ${decisionNames[decisionOf(report)]}: ${plain(report.run.void ?? report.gate.because)}`,
  );
  const rest = others(fleet);
  return `\n${[...lines.toReversed(), '', headline(fleet), ...(rest === '' ? [] : [rest])].join('\n')}\n`;
};
