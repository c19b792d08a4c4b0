/** The credentials of one run: a canary for every secret of every provider, under the name by which reports call it. */

import { derivedSeed } from './plan.ts';
import type { Integration } from './ports/integration.ts';
import type { SecretShape } from './ports/provider.ts';
import { makeCanary } from './secrets/canary.ts';

export interface IssuedSecret {
  /** The environment variable that the contract declares for it, else `<provider>.<secret>`. */
  readonly name: string;
  readonly provider: string;
  readonly secret: string;
  readonly value: string;
  readonly prefix: string;
  readonly use: SecretShape['use'];
  /** Whether the subject finds it in its environment. */
  readonly declared: boolean;
  /** Whether the subject gets it from a secret manager instead. */
  readonly managed: boolean;
}

/** A service that somebody else runs has its secrets already: they stand in our environment under the same names. */
const heldBySubject = ({ subject }: Integration, variable: string): string | undefined =>
  subject?.kind === 'url' ? process.env[variable] : undefined;

const isManaged = ({ secretManager }: Integration, variable: string): boolean =>
  secretManager?.serves.includes(variable) ?? false;

/** Each generation gives every secret another value. */
export const issueSecrets = (integration: Integration, seed: number, generation = 0): readonly IssuedSecret[] => {
  const variables = new Map(Object.entries(integration.secrets).map(([variable, of]) => [of, variable]));
  return integration.providers.flatMap((provider) =>
    Object.entries(provider.secrets).map(([secret, shape]) => {
      const of = `${provider.id}.${secret}`;
      const variable = variables.get(of);
      return {
        name: variable ?? of,
        provider: provider.id,
        secret,
        value:
          (variable === undefined ? undefined : heldBySubject(integration, variable)) ??
          makeCanary(shape, derivedSeed(seed, 'canary', of, generation)),
        prefix: shape.prefix,
        use: shape.use,
        declared: variable !== undefined && !isManaged(integration, variable),
        managed: variable !== undefined && isManaged(integration, variable),
      };
    }),
  );
};

export const environmentOf = (secrets: readonly IssuedSecret[]): { readonly [variable: string]: string } =>
  Object.fromEntries(secrets.filter(({ declared }) => declared).map(({ name, value }) => [name, value]));

/** What a secret manager serves, by name. */
export const managedOf = (secrets: readonly IssuedSecret[]): { readonly [name: string]: string } =>
  Object.fromEntries(secrets.filter(({ managed }) => managed).map(({ name, value }) => [name, value]));

export const credentialsOf = (
  secrets: readonly IssuedSecret[],
  provider: string,
): { readonly [secret: string]: string } =>
  Object.fromEntries(
    secrets.filter((issued) => issued.provider === provider).map(({ secret, value }) => [secret, value]),
  );
