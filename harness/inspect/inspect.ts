/** Inspection: reads an integration's repository and tells what is there. Judges nothing, stores no secret. */
import { stat } from 'node:fs/promises';
import type { Documents, Inspection, SourceFacts, ValueLook } from '../model/inspection.ts';
import { ContractError } from '../ports/errors.ts';
import type { EnvironmentSources, TestEvidence } from '../ports/inspection.ts';
import { createBudget, defaultLimits, type InspectionLimits } from './budget.ts';
import { digestComparisons, type ParsedSource, parseSource } from './digest-comparisons.ts';
import { documentFiles, readmeOf, readSections } from './documents.ts';
import { envExampleFile, readEnvExample } from './env-example.ts';
import { reachesNobody, readEnvironmentFiles } from './environment-files.ts';
import { compareEnvironments } from './environments.ts';
import { gitIn, readRepository } from './git.ts';
import { allowListFile, readAllowList } from './secrets/allow-list.ts';
import { credentialEntropy } from './secrets/credential-entropy.ts';
import { type DeclaredSecret, declaredShapes } from './secrets/declared-shapes.ts';
import type { Detector } from './secrets/detector.ts';
import { scanHistory } from './secrets/history.ts';
import { knownPatterns } from './secrets/known-patterns.ts';
import { isPlaceholder, isRandom } from './secrets/randomness.ts';
import { createSearch, createSecretScanner, type FoundTexts } from './secrets/scanner.ts';
import { readTests } from './test-results.ts';
import { extension } from './text.ts';
import { withhold } from './withhold.ts';
import { listFiles, readText } from './working-tree.ts';

export interface InspectionOptions {
  /** Absolute path of the inspected folder; it may lie within a larger repository. */
  readonly folder: string;
  /** Each secret that the contract declares, in its provider's shape. */
  readonly secrets: readonly DeclaredSecret[];
  /** Those that a secret manager serves: they stand in no environment. */
  readonly managed?: readonly string[];
  readonly environments?: EnvironmentSources;
  readonly tests?: TestEvidence;
  readonly limits?: Partial<InspectionLimits>;
}

const isTest = (file: string): boolean =>
  /(^|\/)(tests?|__tests__|spec|e2e|fixtures|__mocks__)\//i.test(file) || /\.(test|spec|bench|e2e)\.[^/]+$/i.test(file);
const isBuilt = (file: string): boolean =>
  /(^|\/)(dist|build|out|coverage|vendor)\//.test(file) || /\.min\.[cm]?js$/.test(file);
const isScript = (file: string): boolean => /^[cm]?[jt]sx?$/.test(extension(file)) && !file.endsWith('.d.ts');
/** In any language: what a suite was run over. */
const isCode = (file: string): boolean =>
  isScript(file) || /^(py|go|rb|java|kt|cs|rs|php|ex|swift|scala)$/.test(extension(file));
const isSource = (file: string): boolean => isScript(file) && !isTest(file) && !isBuilt(file);

/** Larger ones are generated. */
const largestSource = 1024 * 1024;

/** Texts that documents and source files are read from, once the secret search has read them anyway. */
interface Read {
  readonly sources: ParsedSource[];
  readonly unparsed: string[];
  readonly documents: Map<string, string>;
  /** Every name that looks like a variable of the environment, in files that may read one. */
  readonly names: Set<string>;
  newestSourceMs: number;
}

const variableName = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|\b[A-Z][A-Z0-9]{2,}\b/g;

const keepWhatIsNeeded = (
  read: Read,
  file: string,
  text: string,
  changedMs: number,
  documents: ReadonlySet<string>,
): void => {
  if (documents.has(file)) read.documents.set(file, text);
  if (isCode(file)) read.newestSourceMs = Math.max(read.newestSourceMs, changedMs);
  if (
    !isTest(file) &&
    !isBuilt(file) &&
    !/\.(md|ya?ml|json|lock)$/.test(file) &&
    !/(^|\/)\.env/.test(file) &&
    text.length <= largestSource
  )
    for (const [name] of text.matchAll(variableName)) read.names.add(name);
  if (!isSource(file) || text.length > largestSource || file.endsWith('.contract.ts')) return;
  const parsed = parseSource(file, text);
  if (parsed === undefined) read.unparsed.push(file);
  else read.sources.push(parsed);
};

const sourceFacts = ({ sources, unparsed }: Read): SourceFacts => ({
  files: sources.length,
  unparsed: unparsed.slice(0, 20),
  digestComparisons: [...digestComparisons(sources)].flatMap(([file, found]) =>
    found.map(({ line, operator }) => ({ place: { file, line }, operator })),
  ),
});

/** More are no longer names that people gave. */
const mostNames = 20_000;
const longestName = 64;

/** Kept without what looks like a key of capitals. */
const variableNames = (names: ReadonlySet<string>): readonly string[] =>
  [...names]
    .filter((name) => name.length <= longestName && !isRandom(name))
    .sort()
    .slice(0, mostNames);

const looker =
  (detectors: readonly Detector[], secrets: readonly DeclaredSecret[]) =>
  async (name: string, value: string): Promise<ValueLook> => {
    if (value === '') return 'empty';
    const isPrefix = secrets.some(({ prefix }) => prefix === value);
    for (const detector of detectors)
      if ((await detector({ file: '.env', text: `${name}=${value}\n` })).length > 0) return 'real';
    if (isPlaceholder(value) || isPrefix) return 'placeholder';
    // The prefix is public, what stands behind it decides.
    const declared = secrets.find((each) => each.name === name);
    const random =
      declared !== undefined && value.startsWith(declared.prefix) ? value.slice(declared.prefix.length) : value;
    return declared !== undefined && isRandom(random) ? 'real' : 'plain';
  };

const sections = (documents: ReadonlyMap<string, string>, files: readonly string[]): Documents => {
  const readme = readmeOf(files);
  return {
    ...(readme === undefined ? {} : { readme }),
    files: [...documents].map(([file]) => file),
    sections: [...documents].flatMap(([file, text]) => readSections(file, text)),
  };
};

/**
 * Rejects with `ContractError` when the folder does not exist or its allow-list cannot be used. Everything else that
 * stands in the way is told in the result.
 */
export const inspectRepository = async (options: InspectionOptions): Promise<Inspection> => {
  const { folder, secrets } = options;
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new ContractError(
      'repository: there is no such folder. Give the path of the repository, relative to the contract.',
    );
  const budget = createBudget({ ...defaultLimits, ...options.limits });
  const git = gitIn(folder);
  const repository = await readRepository(git);
  const allowText = await readText(folder, allowListFile, 1024 * 1024);
  const allowList = readAllowList('text' in allowText ? allowText.text : undefined);
  const texts: FoundTexts = new Set();
  const detectors = [declaredShapes(secrets), knownPatterns, credentialEntropy];
  const search = createSearch(detectors);

  const { files, leftOut, ended } = await listFiles(folder, git, repository);
  const documents = new Set(documentFiles(files));
  const read: Read = { sources: [], unparsed: [], documents: new Map(), names: new Set(), newestSourceMs: 0 };
  const workingTree = createSecretScanner(search, allowList, texts);
  for (const each of leftOut) workingTree.leaveOut(each);
  if (ended !== undefined) workingTree.end(ended);
  let exampleText: string | undefined;
  const exampleFile = envExampleFile(files) ?? (await ignoredExample(folder));
  for (const file of files) {
    const got = await readText(folder, file, budget.limits.fileBytes);
    if ('why' in got) {
      if (got.why !== 'gone') workingTree.leaveOut({ file, why: got.why });
      continue;
    }
    const spent = budget.spent(got.bytes);
    if (spent !== undefined) {
      workingTree.end(spent);
      break;
    }
    keepWhatIsNeeded(read, file, got.text, got.changedMs, documents);
    await workingTree.scan({ file, text: got.text });
  }
  const history = createSecretScanner(search, allowList, texts);
  await scanHistory(folder, git, repository, history, budget);

  if (exampleFile !== undefined) {
    const got = await readText(folder, exampleFile, 1024 * 1024);
    if ('text' in got) exampleText = got.text;
  }
  const hasGit = !('detail' in repository.facts);
  const envExample =
    exampleFile === undefined || exampleText === undefined
      ? undefined
      : await readEnvExample(
          exampleFile,
          exampleText,
          hasGit && (await reachesNobody(git, exampleFile)),
          looker(detectors, secrets),
        );
  const declared = secrets.map(({ name }) => name).filter((name) => !options.managed?.includes(name));
  const inspection: Inspection = {
    inspectionVersion: 2,
    git: repository.facts,
    workingTree: workingTree.told(),
    history: history.told(),
    unusedAllowances: allowList.unused(),
    environmentFiles: await readEnvironmentFiles(git, repository),
    ...(envExample === undefined ? {} : { envExample }),
    variables: { declared, named: variableNames(read.names) },
    environments: await compareEnvironments(folder, options.environments, declared),
    source: sourceFacts(read),
    documents: sections(read.documents, files),
    tests: await readTests(folder, options.tests, read.newestSourceMs),
  };
  return withhold(
    inspection,
    texts,
    secrets.map(({ prefix }) => prefix),
  );
};

/** An example that git ignores is in no listing, and worth telling. */
const ignoredExample = async (folder: string): Promise<string | undefined> => {
  const got = await readText(folder, '.env.example', 1024 * 1024);
  return 'text' in got ? '.env.example' : undefined;
};
