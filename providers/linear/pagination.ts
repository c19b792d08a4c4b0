/** Relay connections as Linear serves them: newest first unless told otherwise, 50 nodes a page, at most 250. */
import type { JsonObject } from '../../harness/model/json.ts';
import { invalidArgument, Refusal } from './errors.ts';
import { fieldOf, matches } from './filter.ts';

export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly orderBy?: 'createdAt' | 'updatedAt' | null;
  readonly filter?: JsonObject | null;
}

type Sort = {
  readonly [field: string]: { readonly order?: 'Ascending' | 'Descending'; readonly nulls?: 'first' | 'last' };
};
export interface IssueArguments extends PageArguments {
  readonly sort?: readonly Sort[] | null;
}
export type CommentArguments = PageArguments;

const defaultPage = 50;
const largestPage = 250;

export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** Throws Linear's argument error for a page that is too large. `now` in Unix ms. Cursors are the ids of nodes. */
export function connection<Node extends { readonly id: string }>(
  all: readonly Node[],
  page: IssueArguments,
  now: number,
): Connection<Node> {
  const { first, last, after, before, filter } = page;
  checkSize('first', first);
  checkSize('last', last);
  const kept = filter === null || filter === undefined ? all : all.filter((node) => matches(node, filter, now));
  const sorted = sortedBy(kept, page);
  const start = after === null || after === undefined ? 0 : sorted.findIndex(({ id }) => id === after) + 1;
  const beforeIndex = before === null || before === undefined ? -1 : sorted.findIndex(({ id }) => id === before);
  const end = beforeIndex < 0 ? sorted.length : beforeIndex;
  const size = first ?? last ?? defaultPage;
  const fromEnd = typeof last === 'number' && typeof first !== 'number';
  const from = fromEnd ? Math.max(start, end - size) : start;
  const nodes = sorted.slice(from, fromEnd ? end : Math.min(end, from + size));
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.id, node })),
    pageInfo: {
      hasNextPage: from + nodes.length < sorted.length,
      hasPreviousPage: from > 0,
      startCursor: nodes[0]?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
  };
}

function checkSize(name: string, size: number | null | undefined): void {
  if (typeof size !== 'number') return;
  if (size > largestPage) throw new Refusal(invalidArgument(`${name} must not be greater than ${largestPage}.`));
  if (size < 1) throw new Refusal(invalidArgument(`${name} must not be less than 1.`));
}

function sortedBy<Node>(nodes: readonly Node[], { sort, orderBy }: IssueArguments): readonly Node[] {
  // Reversed first: of two nodes made at the same moment the later one stands before the earlier.
  const newestFirst = [...nodes].reverse();
  if (sort === null || sort === undefined || sort.length === 0) {
    const field = orderBy ?? 'createdAt';
    return newestFirst.sort((a, b) => compare(fieldOf(b, field), fieldOf(a, field)));
  }
  const keys = sort.flatMap((entry) => Object.entries(entry));
  return newestFirst.sort((a, b) => {
    for (const [field, how] of keys) {
      const [left, right] = [fieldOf(a, field), fieldOf(b, field)];
      const empty = Number(left === null) - Number(right === null);
      if (empty !== 0) return how.nulls === 'first' ? -empty : empty;
      const difference = compare(left, right) * (how.order === 'Descending' ? -1 : 1);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}
