/**
 * `gauntlet attest <clause>` and `gauntlet waive <clause>`: append an entry to the file of a contract. What is not given
 * is asked for at a terminal; without one, everything that is missing is told at once.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type EntryList, withEntry } from '../attest/append.ts';
import { attestationFile, readAttestations, sha256 } from '../attest/attestation-file.ts';
import { dayOf, frequencies, isDay } from '../attest/days.ts';
import { isAttestable } from '../attest/overlay.ts';
import { nearestFile } from '../attest/signed.ts';
import { readWaivers, waiverFile } from '../attest/waiver-file.ts';
import { readIfThere } from '../attest/yaml-file.ts';
import type { Bench } from '../bench.ts';
import { clauseId } from '../gate.ts';
import type { Clause } from '../model/standard.ts';
import { UsageError } from '../ports/errors.ts';
import { ask, type Question, type Terminal } from './ask.ts';
import { requireKnown } from './near.ts';

interface SignOptions {
  /** The contract beside which the file lies; otherwise the nearest file from the working directory up. */
  readonly contract?: string;
  /** For this service only, when several contracts share the file. */
  readonly service?: string;
  readonly until?: string;
}

export interface AttestOptions extends SignOptions {
  readonly by?: string;
  readonly evidence?: readonly string[];
  readonly note?: string;
  readonly date?: string;
}

export interface WaiveOptions extends SignOptions {
  readonly reason?: string;
  readonly owner?: string;
}

const rulesOf = ({ decidedBy }: Clause): readonly string[] => ('all' in decidedBy ? decidedBy.all : decidedBy.any);

const knownClause = (id: string, bench: Bench): Clause => {
  const { standard } = bench;
  requireKnown('clause', [id], standard.clauses.map(clauseId), '`gauntlet rules <clause>` explains one.');
  const clause = standard.clauses.find((each) => clauseId(each) === id);
  if (clause === undefined) throw new RangeError(`${standard.id} lost its clause ${id}`);
  if (clause.derivedFrom !== undefined)
    throw new UsageError(`${id} follows from ${clause.derivedFrom.join(', ')}. Sign those instead.`);
  return clause;
};

const isLink = (item: string): boolean => /^https?:\/\//.test(item);
const items = (text: string): readonly string[] => text.split(',').flatMap((item) => item.trim() || []);
const isFrequency = (text: string): boolean => frequencies.some((each) => each === text);

const filled = (answer: string): string | undefined => (answer.trim() === '' ? 'Say something.' : undefined);
const aDay = (answer: string): string | undefined => (isDay(answer) ? undefined : 'Give a day such as 2027-01-31.');
const ahead = (answer: string): string | undefined =>
  aDay(answer) ?? (answer < dayOf(new Date()) ? 'That day is over.' : undefined);

const evidenceIsThere = (answer: string): string | undefined => {
  const given = items(answer);
  if (given.length === 0) return 'Give at least one link or file.';
  const missing = given.filter((item) => !isLink(item) && !existsSync(item));
  return missing.length === 0
    ? undefined
    : `${missing.join(', ')} is not there. Give a link that begins with https://, or the path of a file.`;
};

const untilOrFrequency = (answer: string): string | undefined =>
  isFrequency(answer) || ahead(answer) === undefined
    ? undefined
    : `Give a day to come such as 2027-01-31, or how often it is looked at again: ${frequencies.join(', ')}.`;

/** The answers that flags gave, checked, and the others asked for. */
const answersTo = async (
  questions: readonly Question[],
  given: { readonly [field: string]: string | undefined },
  terminal: Terminal | undefined,
  introduction: string,
): Promise<{ readonly [field: string]: string }> => {
  const wrong = questions.flatMap((question) => {
    const answer = given[question.field];
    const what = answer === undefined ? undefined : question.wrong(answer);
    return what === undefined ? [] : [`--${question.field}: ${what}`];
  });
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'));
  const open = questions.filter(({ field }) => given[field] === undefined);
  const flags = Object.fromEntries(
    Object.entries(given).flatMap(([field, answer]) => (answer === undefined ? [] : [[field, answer]])),
  );
  if (open.length === 0) return flags;
  if (terminal === undefined) {
    const needed = open.filter(({ usual }) => usual === undefined);
    if (needed.length > 0)
      throw new UsageError(
        `Nobody can be asked here. Give ${needed.map(({ field, asks }) => `--${field} (${asks})`).join(', ')}.`,
      );
    return { ...Object.fromEntries(open.map(({ field, usual = '' }) => [field, usual])), ...flags };
  }
  terminal.output.write(`${introduction}\n`);
  return { ...flags, ...(await ask(open, terminal)) };
};

const fileFor = (name: string, contract: string | undefined): string => {
  if (contract !== undefined && !existsSync(contract))
    throw new UsageError(`${contract} does not exist. Give the path of a contract.`);
  const folder = contract === undefined ? process.cwd() : dirname(resolve(contract));
  return nearestFile(folder, name) ?? join(folder, name);
};

const shownAs = (path: string): string => {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
};

/** Replaces the file in one step, once the new text was found to be sound. */
const append = (
  path: string,
  list: EntryList,
  entry: { readonly [field: string]: unknown },
  check: (text: string) => unknown,
): void => {
  const before = readIfThere(path);
  if (before !== undefined) check(before);
  const text = withEntry(before, list, entry);
  check(text);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
};

const introduced = (clause: Clause, bench: Bench): string =>
  `${bench.standard.id} ${clauseId(clause)} ${clause.level.toUpperCase()}\n  ${clause.text}`;

/** Digests are of the file as it is now: when it changes, the attestation is void. */
const evidenceEntries = (answer: string, file: string) =>
  items(answer).map((item) =>
    isLink(item)
      ? { link: item }
      : {
          file: relative(dirname(file), resolve(item)).replaceAll('\\', '/'),
          sha256: sha256(readFileSync(item)),
        },
  );

export const attestCommand = async (
  id: string,
  options: AttestOptions,
  bench: Bench,
  terminal: Terminal | undefined,
): Promise<number> => {
  const clause = knownClause(id, bench);
  if (!isAttestable({ ...clause, rules: rulesOf(clause) }))
    throw new UsageError(
      `${id} is not for people to attest: ${rulesOf(clause).join(', ')} decides it. Make it hold, or let it through for a time: gauntlet waive ${id}`,
    );
  const questions: readonly Question[] = [
    { field: 'by', asks: 'who vouches for it', wrong: filled },
    { field: 'evidence', asks: 'what shows it: links or files, separated by commas', wrong: evidenceIsThere },
    { field: 'date', asks: 'signed on', usual: dayOf(new Date()), wrong: aDay },
    {
      field: 'until',
      asks: `holds until: a day, or ${frequencies.join(', ')}`,
      usual: 'year',
      wrong: untilOrFrequency,
    },
    { field: 'note', asks: 'note, if any', usual: '', wrong: () => undefined },
  ];
  const given = { ...options, evidence: options.evidence?.join(',') };
  const {
    by,
    evidence = '',
    date,
    until = '',
    note,
  } = await answersTo(
    questions,
    { by: given.by, evidence: given.evidence, date: given.date, until: given.until, note: given.note },
    terminal,
    introduced(clause, bench),
  );
  const path = fileFor(attestationFile, options.contract);
  append(
    path,
    'attestations',
    {
      clause: id,
      ...(options.service !== undefined && { service: options.service }),
      by,
      date,
      evidence: evidenceEntries(evidence, path),
      ...(isFrequency(until) ? { every: until } : { until }),
      ...(note !== '' && { note }),
    },
    (text) => readAttestations(text, path, shownAs(path), ''),
  );
  process.stdout.write(`Attested ${id} in ${shownAs(path)}.\n`);
  return 0;
};

export const waiveCommand = async (
  id: string,
  options: WaiveOptions,
  bench: Bench,
  terminal: Terminal | undefined,
): Promise<number> => {
  const clause = knownClause(id, bench);
  const questions: readonly Question[] = [
    { field: 'reason', asks: 'why it is let through', wrong: filled },
    { field: 'owner', asks: 'who answers for it', wrong: filled },
    { field: 'until', asks: 'until which day', wrong: ahead },
  ];
  const { reason, owner, until } = await answersTo(
    questions,
    { reason: options.reason, owner: options.owner, until: options.until },
    terminal,
    introduced(clause, bench),
  );
  const path = fileFor(waiverFile, options.contract);
  append(
    path,
    'waivers',
    { clause: id, ...(options.service !== undefined && { service: options.service }), reason, owner, until },
    (text) => readWaivers(text, shownAs(path), ''),
  );
  process.stdout.write(`Waived ${id} until ${until} in ${shownAs(path)}.\n`);
  return 0;
};
