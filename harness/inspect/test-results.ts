/** The results of the integration's own suite, JUnit XML or Vitest (Jest) JSON, and the tests in it that the contract names. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { type DeclaredTest, type TestFacts, type TestOutcome, testCaseKinds } from '../model/inspection.ts';
import type { TestEvidence } from '../ports/inspection.ts';

interface TestResult {
  /** Title alone, and with its suites in front in the ways that suites are written. */
  readonly names: readonly string[];
  readonly outcome: Exclude<TestOutcome, 'missing'>;
}

const jsonResults = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ title: z.string(), ancestorTitles: z.array(z.string()).default([]), status: z.string() }),
      ),
    }),
  ),
});

const fromJson = (text: string): readonly TestResult[] | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return jsonResults.safeParse(value).data?.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ title, ancestorTitles, status }) => {
      const suites = ancestorTitles.filter((each) => each !== '');
      return {
        names: [title, [...suites, title].join(' > '), [...suites, title].join(' ')],
        outcome: status === 'passed' || status === 'failed' ? status : ('skipped' as const),
      };
    }),
  );
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
});

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const get = (value: unknown, name: string): unknown => Reflect.get(Object(value), name);
const has = (value: unknown, name: string): boolean => Reflect.has(Object(value), name);

const fromSuite = (suite: unknown): readonly TestResult[] => [
  ...list(get(suite, 'testsuite')).flatMap(fromSuite),
  ...list(get(suite, 'testcase')).map((each): TestResult => {
    // Vitest writes the suites into the name, others into the class name or the suite.
    const name = String(get(each, '@name') ?? '');
    const suites = [get(each, '@classname'), get(suite, '@name')].filter((text) => typeof text === 'string');
    const title = name.split(' > ').at(-1) ?? name;
    const failed = has(each, 'failure') || has(each, 'error');
    return {
      names: [...new Set([name, title, ...suites.map((text) => `${text} > ${name}`)])],
      outcome: failed ? 'failed' : has(each, 'skipped') ? 'skipped' : 'passed',
    };
  }),
];

const fromXml = (text: string): readonly TestResult[] | undefined => {
  if (XMLValidator.validate(text) !== true) return undefined;
  const root: unknown = parser.parse(text);
  const suites = [...list(get(root, 'testsuites')), ...(has(root, 'testsuite') ? [root] : [])];
  return suites.length === 0 ? undefined : suites.flatMap(fromSuite);
};

/** Undefined when it is neither. */
export const readResults = (text: string): readonly TestResult[] | undefined =>
  text.trimStart().startsWith('<') ? fromXml(text) : fromJson(text);

/** A test that is there more than once counts by its worst. */
const worst: readonly TestOutcome[] = ['failed', 'skipped', 'passed'];

const declared = (name: string, results: readonly TestResult[]): DeclaredTest => {
  const outcomes = results.filter(({ names }) => names.includes(name)).map(({ outcome }) => outcome);
  return { name, outcome: worst.find((each) => outcomes.some((outcome) => outcome === each)) ?? 'missing' };
};

const toList = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

const most = 64 * 1024 * 1024;

/** `newestSourceMs`: when the newest source file of the integration was changed, in Unix ms. Rejects never. */
export const readTests = async (
  folder: string,
  evidence: TestEvidence | undefined,
  newestSourceMs: number,
): Promise<TestFacts> => {
  if (evidence === undefined) return { state: 'not-declared' };
  const all: TestResult[] = [];
  let stale = false;
  for (const file of toList(evidence.results)) {
    const unavailable = (detail: string): TestFacts => ({ state: 'unavailable', detail: `${file} ${detail}` });
    try {
      const { mtimeMs, size } = await stat(join(folder, file));
      if (size > most) return unavailable('is larger than 64 MB');
      const results = readResults(await readFile(join(folder, file), 'utf8'));
      if (results === undefined) return unavailable('is neither JUnit XML nor Vitest JSON');
      all.push(...results);
      stale ||= mtimeMs < newestSourceMs;
    } catch {
      return unavailable('could not be read');
    }
  }
  const cases = Object.fromEntries(
    testCaseKinds
      .filter((kind) => evidence.cases[kind] !== undefined)
      .map((kind) => [kind, toList(evidence.cases[kind]).map((name) => declared(name, all))]),
  );
  return {
    state: 'read',
    stale,
    total: all.length,
    failed: all.filter(({ outcome }) => outcome === 'failed').length,
    cases,
  };
};
