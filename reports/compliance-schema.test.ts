import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { complianceSchema } from './compliance-schema.ts';
import { json } from './formats/json.ts';
import { testReport } from './test-report.ts';

const validate = new Ajv({ allErrors: true, strict: true }).compile(complianceSchema);
const problems = (report: unknown): readonly string[] => {
  validate(report);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

test('what the json format writes is what the schema says', () => {
  expect(problems(JSON.parse(json.render(testReport)))).toEqual([]);
});

test('a report that lost or changed a field is refused', () => {
  const { gate: _gate, ...gateless } = testReport;
  expect(problems(gateless)).toEqual([" must have required property 'gate'"]);
  expect(problems({ ...testReport, schemaVersion: 2 })).toEqual(['/schemaVersion must be equal to constant']);
  const [first] = testReport.clauses;
  expect(problems({ ...testReport, clauses: [{ ...first, verdict: 'ok' }] })).toEqual([
    '/clauses/0/verdict must be equal to one of the allowed values',
  ]);
  expect(problems({ ...testReport, percentage: 97 })).toEqual([' must NOT have additional properties']);
});
