/** The credentials while one case runs: which are good now, and which were before they were rotated. */
import { credentialsOf, type IssuedSecret } from './credentials.ts';

export interface Keyring {
  /** Every value that the plan brings up, so that each is looked for all the time. */
  readonly all: readonly IssuedSecret[];
  /** Those that are good now. */
  current(): readonly IssuedSecret[];
  /** The generations up to now, the latest first. */
  generations(): readonly (readonly IssuedSecret[])[];
  /** Secret to value at one provider. The object stays the same: it always shows what is good now. */
  at(provider: string): { readonly [secret: string]: string };
  rotate(): void;
}

/** What signs webhooks is no credential of ours: it keeps its first value. */
const rotatedOnce = (before: readonly IssuedSecret[], issued: readonly IssuedSecret[]): readonly IssuedSecret[] =>
  before.map((secret, index) => (secret.use === 'webhook' ? secret : (issued[index] ?? secret)));

/** `issue` gives the secrets of a generation; `rotations`: how often the plan rotates them. */
export const createKeyring = (issue: (generation: number) => readonly IssuedSecret[], rotations: number): Keyring => {
  const first = issue(0);
  const planned = [first];
  for (let generation = 1; generation <= rotations; generation += 1)
    planned.push(rotatedOnce(first, issue(generation)));
  const live = new Map(first.map(({ provider }) => [provider, { ...credentialsOf(first, provider) }]));
  let now = 0;
  const current = (): readonly IssuedSecret[] => planned[now] ?? first;
  return {
    all: [...first, ...planned.slice(1).flatMap((secrets) => secrets.filter(({ use }) => use !== 'webhook'))],
    current,
    generations: () => planned.slice(0, now + 1).reverse(),
    at: (provider) => live.get(provider) ?? {},
    rotate: () => {
      now += 1;
      for (const [provider, values] of live) Object.assign(values, credentialsOf(current(), provider));
    },
  };
};
