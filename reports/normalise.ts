/**
 * A report without what differs between two equal runs: wall times, run ids, paths, ports, the identifiers that
 * subjects draw at random, and the numbers of events. Two equal runs are equal after it, and so is one put together from
 * shards.
 */
import type { Json } from '../harness/model/json.ts';
import type { Report, RuleRow } from '../harness/model/report.ts';

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const loopback = /\b(127\.0\.0\.1|localhost|\[::1\]):\d+/g;
const instant = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/g;
const httpDate = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/g;
/** At least two folders deep, so that `/graphql` in a message stays. */
const filePath = /(?:file:\/\/)?(?<![\w:/.])(?:[A-Za-z]:)?(?:[\\/][\w.@+~-]+){2,}[\\/]([\w.@+-]+)/g;

const dayMs = 86_400_000;

/** Seconds or milliseconds since 1970, as headers and bodies carry them, that lie near the run. */
const isUnixTime =
  (startedMs: number) =>
  (value: number): boolean =>
    [value, value * 1_000].some((ms) => ms > startedMs - 7 * dayMs && ms < startedMs + 400 * dayMs);
const unixTime = /\b\d{10}(?:\d{3})?\b/g;

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapLeaves = (value: Json, change: (text: string) => string, isTime: (value: number) => boolean): Json => {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'number') return isTime(value) ? '<time>' : value;
  if (Array.isArray(value)) return value.map((item: Json) => mapLeaves(item, change, isTime));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [change(key), mapLeaves(item, change, isTime)] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  );
};

/** What a process does once, such as reading its environment, is only in the first of its cases, and moves the rest. */
const withoutNumbers = ({ findings, ...rule }: RuleRow) => ({
  ...rule,
  findings: findings.map(({ evidence, ...finding }) => ({
    ...finding,
    evidence: evidence.map(({ seqs, ...from }) => ({ ...from, events: seqs.length })),
  })),
});

/** Equal identifiers stay equal: each is numbered by its first appearance. */
const numbering = (): ((id: string) => string) => {
  const seen = new Map<string, string>();
  return (id) => {
    const known = seen.get(id.toLowerCase()) ?? `<id ${seen.size + 1}>`;
    seen.set(id.toLowerCase(), known);
    return known;
  };
};

/** Pure; keys come out sorted. Times of the case's own clock are part of the result and stay. */
export const normalise = (report: Report): Json => {
  const number = numbering();
  const isTime = isUnixTime(Date.parse(report.run.startedAt));
  const change = (text: string): string =>
    text
      .replace(/gauntlet replay \S+/g, 'gauntlet replay <path>')
      .replace(uuid, number)
      .replace(loopback, '$1:<port>')
      .replace(instant, '<time>')
      .replace(httpDate, '<time>')
      .replace(unixTime, (digits) => (isTime(Number(digits)) ? '<time>' : digits))
      .replace(filePath, '<path>/$1');
  const { commit: _commit, ...integration } = report.integration;
  const { overlays } = report;
  const timeless = {
    ...report,
    tool: { ...report.tool, version: '<version>' },
    integration,
    rules: report.rules.map(withoutNumbers),
    run: { ...report.run, id: '<run>', startedAt: '<time>', durationMs: 0 },
    ...(overlays !== undefined && {
      overlays: {
        ...overlays,
        today: '<day>',
        secrets: overlays.secrets.map(({ days: _days, ...secret }) => secret),
      },
    }),
  };
  const data: Json = JSON.parse(JSON.stringify(timeless));
  return mapLeaves(data, change, isTime);
};
