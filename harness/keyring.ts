/** The credentials while one case runs: which are good now, and which were before they were rotated. */
import { credentialsOf, type IssuedSecret, managedOf } from './credentials.ts';

export interface Keyring {
  /** Every value that the plan brings up, so that each is looked for all the time. */
  readonly all: readonly IssuedSecret[];
  /** Those that are good now. */
  current(): readonly IssuedSecret[];
  /** The generations up to now, the latest first. */
  generations(): readonly (readonly IssuedSecret[])[];
  /** Secret to value at one provider. The object stays the same: it always shows what is good now. */
  at(provider: string): { readonly [secret: string]: string };
  /** What the secret manager serves, by name. The object stays the same as well. */
  readonly served: { readonly [name: string]: string };
  /** The next rotation of the plan. */
  rotate(): void;
}

/** `managed`: only what a secret manager serves. */
export type Rotation = 'all' | 'managed';

/** What signs webhooks is no credential of ours: it keeps its first value. */
const keeps = ({ use, managed }: IssuedSecret, rotation: Rotation): boolean =>
  use === 'webhook' || (rotation === 'managed' && !managed);

/** `issue` gives the secrets of a generation; `rotations`: those that the plan makes, in their order. */
export const createKeyring = (
  issue: (generation: number) => readonly IssuedSecret[],
  rotations: readonly Rotation[],
): Keyring => {
  const first = issue(0);
  const planned = [first];
  for (const [index, rotation] of rotations.entries()) {
    const issued = issue(index + 1);
    const before = planned[index] ?? first;
    planned.push(before.map((secret, place) => (keeps(secret, rotation) ? secret : (issued[place] ?? secret))));
  }
  const live = new Map(first.map(({ provider }) => [provider, { ...credentialsOf(first, provider) }]));
  const served = { ...managedOf(first) };
  let now = 0;
  const current = (): readonly IssuedSecret[] => planned[now] ?? first;
  return {
    all: [...first, ...planned.slice(1).flatMap((secrets) => secrets.filter(({ use }) => use !== 'webhook'))],
    current,
    generations: () => planned.slice(0, now + 1).reverse(),
    at: (provider) => live.get(provider) ?? {},
    served,
    rotate: () => {
      now += 1;
      Object.assign(served, managedOf(current()));
      for (const [provider, values] of live) Object.assign(values, credentialsOf(current(), provider));
    },
  };
};
