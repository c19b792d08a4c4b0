/** A written standard, clause by clause. */
export type Level = 'must' | 'should';
export type Method = 'behaviour' | 'inspection' | 'attestation';

/** `3.4.2` = section 3.4, second line. Appendices: `A.1`, `B.1`, `C.1`. */
export type ClauseRef = string;

export interface Clause {
  /** The section: `3.4`. */
  readonly ref: string;
  /** Counted from 1 within the section. */
  readonly line: number;
  readonly level: Level;
  readonly text: string;
  readonly methods: readonly Method[];
  /** The rules that decide it: every one of them, or any one. Empty for clauses that only people can attest. */
  readonly decidedBy: { readonly all: readonly string[] } | { readonly any: readonly string[] };
  /** Those of them that only refute it: as long as they find nothing, or are not asked, the others decide. */
  readonly refutedBy?: readonly string[];
  readonly derivedFrom?: readonly ClauseRef[];
  /** A machine can only refute it: rules that hold leave it `not-verified: insufficient-evidence`, to be attested. */
  readonly refuteOnly?: true;
  /** Applies only to integrations of these types ("if receiving webhooks"); all when absent. */
  readonly onlyFor?: readonly ('output-only' | 'bidirectional' | 'input-only')[];
  /** Why a run can never answer it (the questions of the reviews, §5.2 and §5.3): always not applicable. */
  readonly notInRun?: string;
}

export interface Section {
  readonly ref: string;
  readonly title: string;
}

export interface Standard {
  readonly id: string;
  readonly title: string;
  /** In the order of the document, for headings. A section without an entry is shown by its number. */
  readonly sections?: readonly Section[];
  readonly clauses: readonly Clause[];
}

/** Where a standard of a team's own came from. */
export interface StandardModule {
  /** Its path, relative to where the run was started when it lies below. */
  readonly module: string;
  /** Of its text. */
  readonly sha256: string;
}
