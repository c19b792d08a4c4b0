/**
 * Lays what people signed over the verdicts of clauses. Pure. The raw verdict stays; an entry that no longer holds drops
 * away and is told as a problem.
 */
import { clauseId, rollUp } from '../gate.ts';
import type { Attestation, EntryState, EvidenceItem, OverlayEntry, Waiver } from '../model/attestation.ts';
import type { ClauseRow } from '../model/report.ts';

export interface Overlaid {
  readonly clauses: readonly ClauseRow[];
  readonly attestations: readonly OverlayEntry[];
  readonly waivers: readonly OverlayEntry[];
  /** The entries that somebody has to look at. */
  readonly problems: readonly OverlayEntry[];
}

const isProblem: { readonly [state in EntryState]: boolean } = {
  'in-force': false,
  superseded: false,
  'not-needed': false,
  expired: true,
  void: true,
  stale: true,
  contradicted: true,
  'not-allowed': true,
  future: true,
};

const changedFiles = (evidence: readonly EvidenceItem[]): readonly string[] =>
  evidence.flatMap((item) => ('file' in item && item.sha256 !== item.found ? [item.file] : []));

/** Whether people may answer for it: the standard says so, or no rule looks at it. */
export const isAttestable = (clause: Pick<ClauseRow, 'methods' | 'rules' | 'derivedFrom'>): boolean =>
  clause.derivedFrom === undefined && (clause.methods.includes('attestation') || clause.rules.length === 0);

/** Questions of a review are answered by people, while no run can. */
const isReviewQuestion = (clause: ClauseRow): boolean =>
  clause.verdict === 'not-applicable' &&
  clause.rules.length === 0 &&
  clause.methods.every((each) => each === 'attestation');

const attestationState = (entry: Attestation, clause: ClauseRow, today: string): EntryState => {
  if (!isAttestable(clause)) return 'not-allowed';
  if (entry.date > today) return 'future';
  if (entry.until < today) return 'expired';
  if (changedFiles(entry.evidence).length > 0) return 'void';
  if (clause.verdict === 'fail') return 'contradicted';
  if (clause.verdict === 'not-verified' || isReviewQuestion(clause)) return 'in-force';
  return 'not-needed';
};

const waiverState = (entry: Waiver, clause: ClauseRow, today: string, isAttested: boolean): EntryState => {
  if (clause.derivedFrom !== undefined) return 'not-allowed';
  if (clause.verdict === 'pass') return 'stale';
  if (entry.until < today) return 'expired';
  return clause.verdict === 'not-applicable' || isAttested ? 'not-needed' : 'in-force';
};

const told = (item: EvidenceItem): string => ('link' in item ? item.link : item.file);

/** What is known to be over needs no telling once a later entry stands in its place. */
const superseding = (entries: readonly OverlayEntry[]): readonly OverlayEntry[] => {
  const inForce = new Map<string, OverlayEntry>();
  for (const entry of entries) {
    const other = inForce.get(entry.clause);
    if (entry.state === 'in-force' && (other === undefined || entry.until >= other.until))
      inForce.set(entry.clause, entry);
  }
  const past: readonly EntryState[] = ['in-force', 'expired', 'void'];
  return entries.map((entry) => {
    const current = inForce.get(entry.clause);
    return current === undefined || current === entry || !past.includes(entry.state)
      ? entry
      : { ...entry, state: 'superseded' };
  });
};

const overlayOf = ({ kind, by, until, note }: OverlayEntry): NonNullable<ClauseRow['overlay']> => ({
  kind,
  by,
  until,
  note,
});

const joined = (texts: readonly string[]): string => [...new Set(texts)].join(', ');

/**
 * A clause that follows from others is attested or waived as they are, once nothing of them is open. While something is,
 * that alone decides: a failure that is let through must not stand as the failure of another clause.
 */
const derivedOverlay = (clause: ClauseRow, sources: readonly ClauseRow[]): ClauseRow => {
  const short = sources.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'not-applicable');
  const overlays = short.flatMap(({ overlay }) => overlay ?? []);
  const [first] = overlays;
  if (first === undefined) return clause;
  if (overlays.length < short.length) {
    const { reason: _reason, next: _next, because: _because, ...rest } = clause;
    return { ...rest, ...rollUp(short.filter(({ overlay }) => overlay === undefined)) };
  }
  const waived = overlays.filter(({ kind }) => kind === 'waived').length;
  return {
    ...clause,
    overlay: {
      kind: waived > 0 ? 'waived' : 'attested',
      by: joined(overlays.map(({ by }) => by)),
      until: overlays.map(({ until }) => until).toSorted()[0] ?? first.until,
      note: `follows from ${short.map(clauseId).join(', ')}`,
    },
  };
};

/** `today`: an ISO day. Entries of clauses that the standard does not have throw `RangeError`: they are refused earlier. */
export const overlay = (
  clauseRows: readonly ClauseRow[],
  attestations: readonly Attestation[],
  waivers: readonly Waiver[],
  today: string,
): Overlaid => {
  const rows = new Map(clauseRows.map((clause) => [clauseId(clause), clause]));
  const rowOf = (id: string): ClauseRow => {
    const row = rows.get(id);
    if (row === undefined) throw new RangeError(`the standard has no clause ${id}`);
    return row;
  };
  const attested = superseding(
    attestations.map((entry): OverlayEntry => {
      const { clause, by, date, until, note, file, line, evidence } = entry;
      const changed = changedFiles(evidence);
      const state = attestationState(entry, rowOf(clause), today);
      return {
        ...{ kind: 'attested', clause, by, date, until, note, evidence: evidence.map(told), state, file, line },
        ...(state === 'void' && { changed }),
      };
    }),
  );
  const attestedBy = new Map(
    attested.flatMap((entry) => (entry.state === 'in-force' ? [[entry.clause, entry] as const] : [])),
  );
  const waived = superseding(
    waivers.map((entry): OverlayEntry => {
      const { clause, owner, until, reason, file, line } = entry;
      const state = waiverState(entry, rowOf(clause), today, attestedBy.has(clause));
      return { kind: 'waived', clause, by: owner, until, note: reason, evidence: [], state, file, line };
    }),
  );
  const waivedBy = new Map(
    waived.flatMap((entry) =>
      entry.state === 'in-force' || entry.state === 'stale' ? [[entry.clause, entry] as const] : [],
    ),
  );
  const direct = new Map(
    clauseRows.map((clause) => {
      const id = clauseId(clause);
      const entry = attestedBy.get(id) ?? waivedBy.get(id);
      const coverable = clause.verdict !== 'harness-error' && clause.verdict !== 'not-applicable';
      return [id, entry === undefined || !coverable ? clause : { ...clause, overlay: overlayOf(entry) }] as const;
    }),
  );
  const clauses = clauseRows.map((clause) => {
    const row = direct.get(clauseId(clause)) ?? clause;
    const open = row.verdict === 'fail' || row.verdict === 'not-verified';
    return row.derivedFrom === undefined || !open
      ? row
      : derivedOverlay(
          row,
          row.derivedFrom.flatMap((id) => direct.get(id) ?? []),
        );
  });
  return {
    clauses,
    attestations: attested,
    waivers: waived,
    problems: [...attested, ...waived].filter(({ state }) => isProblem[state]),
  };
};
