/** What a run shows that the repository is held against. Made from traces, so that it is known of merged shards too. */
export interface RunFacts {
  /** Environment variables that the subject read by name. */
  readonly envRead: readonly string[];
  /** `code` of the errors that operations returned. */
  readonly errorCodes: readonly string[];
}
