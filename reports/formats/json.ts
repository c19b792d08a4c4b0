/** `compliance.json`: the report itself. Every other format is made from the same data. */
import type { Format } from '../../harness/ports/format.ts';

export const json: Format = {
  id: 'json',
  file: 'compliance.json',
  render: (report) => `${JSON.stringify(report, null, 2)}\n`,
};
