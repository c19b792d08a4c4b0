/** The simulated part of Linear's schema. Every document that `@linear/sdk` 98.0.0 has for these operations is valid in it. */
import { buildSchema, type DocumentNode, type GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { inputs } from './inputs.ts';
import { objects } from './objects.ts';
import { references } from './references.ts';
import { scalarsAndEnums } from './scalars.ts';

let built: GraphQLSchema | undefined;

/** Built when first needed: loading a contract must stay cheap. */
export function schema(): GraphQLSchema {
  built ??= buildSchema([scalarsAndEnums, objects, references, inputs].join('\n'));
  return built;
}

const findings = new WeakMap<DocumentNode, readonly GraphQLError[]>();

/** What the schema finds wrong with a document; found once for each. */
export function validationErrors(document: DocumentNode): readonly GraphQLError[] {
  const known = findings.get(document);
  if (known !== undefined) return known;
  const found = validate(schema(), document);
  findings.set(document, found);
  return found;
}
