/** Errors in one grammar: what failed, why, what to do next. Exit codes are the design's. */

/** The contract, the command line or the integration's setup is wrong. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The contract file or what it declares cannot be used. Exit code 2. */
export class ContractError extends UsageError {}

/** We are broken. Exit code 4; never the integration's failure. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError';
}
