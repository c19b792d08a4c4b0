/** What people say of an integration where a machine cannot: attestations, waivers, and the register of secrets. */

/** Where an entry stands, so that a message can point there. Lines count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A link, or a file with the digest that it had when it was signed. `found`: the digest that it has now, if it is there. */
export type EvidenceItem =
  | { readonly link: string }
  | { readonly file: string; readonly sha256: string; readonly found?: string };

/** Dates are ISO days (`2027-01-31`), in UTC; an entry holds up to and including `until`. */
interface Entry extends Place {
  /** `1.4.1` */
  readonly clause: string;
  readonly until: string;
}

export interface Attestation extends Entry {
  readonly by: string;
  readonly date: string;
  readonly evidence: readonly EvidenceItem[];
  readonly note: string;
}

export interface Waiver extends Entry {
  readonly reason: string;
  readonly owner: string;
}

/** When a secret was made or last rotated; never the secret itself. */
export interface SecretRecord extends Place {
  /** The environment variable that carries it. */
  readonly name: string;
  readonly rotated: string;
  readonly owner: string;
}

/**
 * What became of an entry. `void`: a file that it rests on changed or went; `stale`: it waives what passes by now;
 * `contradicted`: it attests what was seen to fail; `not-allowed`: the clause is not for people to attest, or follows
 * from others; `future`: signed on a day that has not come; `superseded`: a later one took its place;
 * `not-needed`: the clause holds, or does not apply.
 */
export type EntryState =
  | 'in-force'
  | 'expired'
  | 'void'
  | 'stale'
  | 'contradicted'
  | 'not-allowed'
  | 'future'
  | 'superseded'
  | 'not-needed';

/** An entry as reports tell of it. */
export interface OverlayEntry extends Place {
  readonly kind: 'attested' | 'waived';
  readonly clause: string;
  /** Who signed it, or who owns the waiver. */
  readonly by: string;
  /** When it was signed. */
  readonly date?: string;
  readonly until: string;
  readonly note: string;
  /** Links, and paths of files. */
  readonly evidence: readonly string[];
  readonly state: EntryState;
  /** The files that a `void` entry rests on and that are not what they were. */
  readonly changed?: readonly string[];
}

/** A secret of the contract and its age in whole days; without a record, nobody knows. */
export interface SecretAge {
  readonly name: string;
  readonly rotated?: string;
  readonly days?: number;
  readonly owner?: string;
}
