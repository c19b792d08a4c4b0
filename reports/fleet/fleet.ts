/** Several integrations side by side: what was decided about each of them, the worst first. Every view of a fleet is a pure function of this. */
import type { ClauseRow, Report } from '../../harness/model/report.ts';
import { type Decision, decisionOf } from '../gate-decision.ts';
import { clauseName, type Shown, sections, shown } from '../sections.ts';

export interface FleetMember {
  readonly report: Report;
  /** Address of its own page, relative to that of the fleet. Absent when it has none: a link must lead somewhere. */
  readonly page?: string;
}

export interface Fleet {
  readonly standard: Report['standard'];
  readonly members: readonly FleetMember[];
}

const worstFirst: readonly Decision[] = ['harness-failed', 'void', 'unmet', 'undecided', 'met'];

const count = ({ clauses }: Report, verdict: Shown): number =>
  clauses.filter((clause) => shown(clause) === verdict).length;

const compare = ({ report: one }: FleetMember, { report: other }: FleetMember): number =>
  worstFirst.indexOf(decisionOf(one)) - worstFirst.indexOf(decisionOf(other)) ||
  count(other, 'fail') - count(one, 'fail') ||
  count(other, 'not-verified') - count(one, 'not-verified') ||
  one.integration.service.localeCompare(other.integration.service, 'en');

/** Throws `RangeError` when there is none, or when they were not made against one standard: their clauses are other ones. */
export const fleetOf = (members: readonly FleetMember[]): Fleet => {
  const [first] = members;
  if (first === undefined) throw new RangeError('a fleet has at least one integration');
  const { standard } = first.report;
  const other = members.find(({ report }) => report.standard.id !== standard.id)?.report.standard;
  if (other !== undefined) throw new RangeError(`${standard.id} and ${other.id} do not fit into one table`);
  return { standard, members: members.toSorted(compare) };
};

/** How many stand there, the worst first; only those that occur. */
export const decisions = ({ members }: Fleet): readonly (readonly [Decision, number])[] =>
  worstFirst.flatMap((decision) => {
    const number = members.filter(({ report }) => decisionOf(report) === decision).length;
    return number === 0 ? [] : [[decision, number] as const];
  });

/** A clause and what became of it in each of the members, in their order. */
export interface FleetRow {
  readonly clause: ClauseRow;
  readonly verdicts: readonly (Shown | undefined)[];
}

export interface FleetSection {
  readonly ref: string;
  readonly title: string;
  readonly rows: readonly FleetRow[];
}

export const fleetSections = ({ members }: Fleet): readonly FleetSection[] => {
  const [first] = members;
  if (first === undefined) return [];
  const verdicts = members.map(
    ({ report }) => new Map(report.clauses.map((clause) => [clauseName(clause), shown(clause)])),
  );
  return sections(first.report).map(({ ref, title, clauses }) => ({
    ref,
    title,
    rows: clauses.map((clause) => ({ clause, verdicts: verdicts.map((of) => of.get(clauseName(clause))) })),
  }));
};

/** Of all clauses of all members; only those that occur. */
export const verdictsOf = (fleet: Fleet): ReadonlySet<Shown> =>
  new Set(fleet.members.flatMap(({ report }) => report.clauses.map(shown)));

const integrations = (number: number): string => `${number} ${number === 1 ? 'integration' : 'integrations'}`;

const words: { readonly [decision in Decision]: (number: number) => string } = {
  'harness-failed': (number) => `${number} without a verdict: the harness failed`,
  void: (number) => `${number} without a verdict: ${number === 1 ? 'its run is' : 'their runs are'} void`,
  unmet: (number) => `${number} ${number === 1 ? 'does' : 'do'} not meet the gate`,
  undecided: (number) => `${number} ${number === 1 ? 'is' : 'are'} not decided yet`,
  met: (number) => `${number} ${number === 1 ? 'meets' : 'meet'} the gate`,
};

/** `2 of 5 integrations do not meet the gate`: the worst that there is. */
export const headline = (fleet: Fleet): string => {
  const all = fleet.members.length;
  const [[decision, number] = ['met', 0] as const] = decisions(fleet);
  const of = `${number} of ${integrations(all)}`;
  switch (decision) {
    case 'harness-failed':
      return `No verdict on ${of}: the harness failed`;
    case 'void':
      return `No verdict on ${of}: ${number === 1 ? 'its run is' : 'their runs are'} void`;
    case 'unmet':
      return `${of} ${number === 1 ? 'does' : 'do'} not meet the gate`;
    case 'undecided':
      return `${of} ${number === 1 ? 'is' : 'are'} not decided yet`;
    case 'met':
      return number === 1 ? '1 integration meets the gate' : `All ${integrations(all)} meet the gate`;
  }
};

/** What the headline leaves out: `1 is not decided yet · 2 meet the gate`. */
export const others = (fleet: Fleet): string =>
  decisions(fleet)
    .slice(1)
    .map(([decision, number]) => words[decision](number))
    .join(' · ');
