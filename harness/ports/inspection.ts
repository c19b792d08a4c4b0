/** What a contract can tell of its repository beyond where it lies, so that inspection can look further. */
import type { TestCaseKind } from '../model/inspection.ts';

/** Where one environment's variables can be read, as `NAME=value` lines. Values are compared and forgotten. */
export type SecretSource =
  /** Relative to the repository. */
  | { readonly file: string }
  /** Run in the repository, without a shell: `['doppler', 'secrets', 'download', '--no-file', '--format', 'env']`. */
  | { readonly command: readonly string[] };

/** STD-17-01 §1.1, §3.2: development and production use different secrets. */
export interface EnvironmentSources {
  readonly development: SecretSource;
  readonly production: SecretSource;
}

/** STD-17-01 §3.7: what the integration's own suite has to show, and which of its tests show it. */
export interface TestEvidence {
  /** JUnit XML or Vitest (Jest) JSON, relative to the repository. Several for several suites. */
  readonly results: string | readonly string[];
  /** Names of tests: the title alone, or with its suites in front, joined by ` > `. */
  readonly cases: { readonly [kind in TestCaseKind]?: string | readonly string[] };
}
