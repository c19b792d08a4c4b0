/**
 * What was found in an integration's repository: facts only, nothing judged, and nothing that depends on a run. Holds no secret and no part of one; paths
 * are relative to the inspected folder. Stored as `inspection.json` beside the traces of a run.
 */

/** `commit` is absent for the working tree. `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly commit?: string;
}

export type GitFacts =
  /** `no-git`: the command is missing; `no-repository`: the folder is in none; `refused`: git would not read it. */
  | { readonly state: 'no-git' | 'no-repository' | 'refused'; readonly detail: string }
  | {
      /** `shallow` and `partial`: older commits or their files were not fetched. `empty`: nothing was committed yet. */
      readonly state: 'full' | 'shallow' | 'partial' | 'empty';
      readonly commit?: string;
      readonly commits: number;
    };

/** A file that was left out, and why. `third-party`: below `node_modules`. */
export interface UnreadFile {
  readonly file: string;
  readonly commit?: string;
  readonly why: 'binary' | 'too-large' | 'symlink' | 'submodule' | 'nested-repository' | 'third-party' | 'unreadable';
}

export interface FoundSecret extends Place {
  /** `declared/LINEAR_API_KEY`, `slack/SLACK_TOKEN` (secretlint's rule and message), `entropy/api_key`. */
  readonly kind: string;
  /** Reason given in the allow-list. */
  readonly allowed?: string;
}

export interface SecretScan {
  readonly found: readonly FoundSecret[];
  /** Files of the working tree, or versions of files and commit messages of the history. */
  readonly read: number;
  readonly bytes: number;
  /** The first ones; `unreadInAll` counts them by reason. */
  readonly unread: readonly UnreadFile[];
  readonly unreadInAll: { readonly [why: string]: number };
  /** Why it ended early: nothing can be said of what it did not reach. */
  readonly ended?: string;
}

export interface EnvironmentFiles {
  /** Answer of `git check-ignore` for `.env`. Absent without git. */
  readonly ignored?: boolean;
  /** Where the deciding pattern stands, when it is in a file of the repository: `.gitignore`. */
  readonly ignoredBy?: string;
  /** Environment files that git tracks now. Templates (`.env.example`) are none. */
  readonly tracked: readonly string[];
  /** The commits that first added one. `ignoredThen`: `.env` was ignored in that commit, by its own files. */
  readonly committed: readonly { readonly file: string; readonly commit: string; readonly ignoredThen: boolean }[];
  /** Why the commits could not be asked. */
  readonly unknown?: string;
}

/** What a value looks like. `real`: a known pattern, a declared secret's shape, or random for a credential. */
export type ValueLook = 'empty' | 'placeholder' | 'plain' | 'real';

export interface EnvExampleEntry {
  readonly name: string;
  readonly line: number;
  readonly look: ValueLook;
  /** The comments of Appendix A that stand above it, if they say anything. */
  readonly integration: boolean;
  readonly requiredFor: boolean;
  readonly getFrom: boolean;
}

export interface EnvExample {
  readonly file: string;
  /** Ignored by git, so that nobody else gets it. */
  readonly ignored: boolean;
  readonly entries: readonly EnvExampleEntry[];
  /** Lines that are neither a comment, a blank, nor `NAME=value`. */
  readonly strangeLines: readonly number[];
}

export interface EnvironmentVariables {
  /** Secrets of the contract. */
  readonly declared: readonly string[];
  /** What looks like the name of a variable in the integration's own code and settings, whether or not it is one. */
  readonly named: readonly string[];
}

/** Development and production, compared by salted fingerprints that were never stored. */
export type EnvironmentComparison =
  | { readonly state: 'not-declared' }
  | { readonly state: 'unavailable'; readonly environment: 'development' | 'production'; readonly detail: string }
  | {
      readonly state: 'compared';
      readonly same: readonly string[];
      readonly different: readonly string[];
      /** Not set on one of the two sides. */
      readonly missing: readonly string[];
    };

export interface SourceFacts {
  /** JavaScript and TypeScript files of the integration itself, without its tests. */
  readonly files: number;
  /** Files that do not parse. */
  readonly unparsed: readonly string[];
  /** `===`, `==`, `!==` or `!=` with a keyed digest on one side. */
  readonly digestComparisons: readonly { readonly place: Place; readonly operator: string }[];
  readonly ended?: string;
}

/** One issue of a runbook, one error of a table: a heading with text, a list item, a row. */
export interface DocumentEntry {
  readonly line: number;
  /** Words beside the ones that name it. */
  readonly words: number;
  /** `RATE_LIMITED`: in capitals, or written as code. */
  readonly codes: readonly string[];
}

/** A heading and what stands below it, with its subsections. */
export interface DocumentSection {
  readonly file: string;
  readonly line: number;
  /** 0 for what stands above the first heading. */
  readonly depth: number;
  readonly heading: string;
  readonly words: number;
  /** Without its subsections. */
  readonly ownWords: number;
  /** A number with at least one digit stands in its text. */
  readonly numbers: boolean;
  readonly links: readonly string[];
  readonly codes: readonly string[];
  readonly entries: readonly DocumentEntry[];
}

export interface Documents {
  readonly readme?: string;
  readonly files: readonly string[];
  readonly sections: readonly DocumentSection[];
}

export const testCaseKinds = [
  'success',
  'failure',
  'retryOnServerError',
  'retryOnRateLimit',
  'duplicate',
  'validSignature',
  'invalidSignature',
] as const;
export type TestCaseKind = (typeof testCaseKinds)[number];

export type TestOutcome = 'passed' | 'failed' | 'skipped' | 'missing';

/** The integration's own suite. `stale`: older than the newest of its source files. */
export type TestFacts =
  | { readonly state: 'not-declared' }
  | { readonly state: 'unavailable'; readonly detail: string }
  | {
      readonly state: 'read';
      readonly stale: boolean;
      readonly total: number;
      readonly failed: number;
      readonly cases: { readonly [kind in TestCaseKind]?: readonly DeclaredTest[] };
    };

export interface DeclaredTest {
  readonly name: string;
  readonly outcome: TestOutcome;
}

export interface Inspection {
  readonly inspectionVersion: 2;
  readonly git: GitFacts;
  readonly workingTree: SecretScan;
  readonly history: SecretScan;
  /** Entries of the allow-list that nothing matched. */
  readonly unusedAllowances: readonly string[];
  readonly environmentFiles: EnvironmentFiles;
  readonly envExample?: EnvExample;
  readonly variables: EnvironmentVariables;
  readonly environments: EnvironmentComparison;
  readonly source: SourceFacts;
  readonly documents: Documents;
  readonly tests: TestFacts;
}
