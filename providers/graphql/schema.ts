/** A schema from its language or from an introspection; a broken one is refused with the reason, and the place where one is told. */
import {
  buildClientSchema,
  buildSchema,
  GraphQLError,
  type GraphQLSchema,
  type IntrospectionQuery,
  validateSchema,
} from 'graphql';
import { ContractError } from '../../harness/ports/errors.ts';

/** Throws `ContractError`. */
export function schemaFrom(source: string | object): GraphQLSchema {
  const schema = built(source);
  const errors = validateSchema(schema);
  if (errors.length > 0) throw broken(errors.slice(0, 5).map((error) => told(error, source)));
  return schema;
}

function built(source: string | object): GraphQLSchema {
  try {
    return typeof source === 'string' ? buildSchema(source) : buildClientSchema(introspectionIn(source));
  } catch (error) {
    throw broken([error instanceof Error ? told(error, source) : String(error)]);
  }
}

const introspectionIn = (source: object): IntrospectionQuery => {
  const found = 'data' in source && typeof source.data === 'object' && source.data !== null ? source.data : source;
  if (isIntrospection(found)) return found;
  throw new Error('an introspection result with a member __schema was expected');
};

const isIntrospection = (value: object): value is IntrospectionQuery => '__schema' in value;

const broken = (problems: readonly string[]): ContractError =>
  new ContractError(`the GraphQL schema is broken:\n  ${problems.join('\n  ')}\nmend it there`);

/** Some of these errors know their place, others only name what is wrong. */
function told(error: Error, source: string | object): string {
  const [location] = error instanceof GraphQLError ? (error.locations ?? []) : [];
  if (location !== undefined) return `${location.line}:${location.column} ${error.message}`;
  const [, name] = /^Unknown type "(\w+)"/.exec(error.message) ?? [];
  const lines = typeof source === 'string' && name !== undefined ? source.split('\n') : [];
  const line = lines.findIndex((text) => new RegExp(`\\b${name}\\b`).test(text));
  return line < 0
    ? error.message
    : `${line + 1}:${(lines[line]?.search(new RegExp(`\\b${name}\\b`)) ?? 0) + 1} ${error.message}`;
}
