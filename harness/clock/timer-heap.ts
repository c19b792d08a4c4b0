/** A binary heap of what is due when. Equal times come out in the order in which they were put in. */
export interface Due {
  /** Unix time in ms. */
  due: number;
  order: number;
  /** Where it stands in the heap; -1 when it is not in it. */
  index: number;
}

export interface DueHeap<T extends Due> {
  readonly size: () => number;
  readonly first: () => T | undefined;
  readonly add: (item: T) => void;
  readonly remove: (item: T) => void;
  readonly items: () => readonly T[];
}

const before = (a: Due, b: Due) => a.due < b.due || (a.due === b.due && a.order < b.order);

export function createDueHeap<T extends Due>(): DueHeap<T> {
  const heap: T[] = [];

  const place = (item: T, index: number) => {
    heap[index] = item;
    item.index = index;
  };

  const rise = (item: T, from: number) => {
    let index = from;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !before(item, parent)) break;
      place(parent, index);
      index = parentIndex;
    }
    place(item, index);
  };

  const sink = (item: T, from: number) => {
    let index = from;
    for (;;) {
      const left = heap[2 * index + 1];
      const right = heap[2 * index + 2];
      const smaller = left !== undefined && right !== undefined && before(right, left) ? right : left;
      if (smaller === undefined || !before(smaller, item)) break;
      const next = smaller.index;
      place(smaller, index);
      index = next;
    }
    place(item, index);
  };

  return {
    size: () => heap.length,
    first: () => heap[0],
    items: () => heap,
    add: (item) => {
      heap.push(item);
      rise(item, heap.length - 1);
    },
    remove: (item) => {
      const { index } = item;
      if (index < 0) return;
      item.index = -1;
      const last = heap.pop();
      if (last === undefined || last === item) return;
      sink(last, index);
      rise(last, last.index);
    },
  };
}
