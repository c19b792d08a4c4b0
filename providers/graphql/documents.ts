/** Reads a GraphQL request and its document, without a schema. */
import { GraphQLError } from 'graphql/error';
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, parse } from 'graphql/language';
import type { JsonObject } from '../../harness/model/json.ts';
import { isJsonObject, parseJson } from '../json-body.ts';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables: JsonObject;
  readonly operationName?: string;
}

/** Undefined when the body is no GraphQL request in JSON. */
export function readGraphqlRequest(body: string): GraphqlRequest | undefined {
  const value = parseJson(body);
  if (!isJsonObject(value) || typeof value.query !== 'string') return undefined;
  return {
    query: value.query,
    variables: isJsonObject(value.variables) ? value.variables : {},
    ...(typeof value.operationName === 'string' ? { operationName: value.operationName } : {}),
  };
}

const documents = new Map<string, DocumentNode | GraphQLError>();
const documentsKept = 200;

/** Parsed once for each text: clients send the same few documents over and over. */
export function parseDocument(query: string): DocumentNode | GraphQLError {
  const known = documents.get(query);
  if (known !== undefined) return known;
  if (documents.size >= documentsKept) documents.clear();
  const parsed = tryParse(query);
  documents.set(query, parsed);
  return parsed;
}

function tryParse(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

export function operationOf(document: DocumentNode, name?: string): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (name !== undefined) return operations.find((operation) => operation.name?.value === name);
  return operations[0];
}

/** The first field at the root that is not behind a fragment. */
export const rootFieldOf = (operation: OperationDefinitionNode): FieldNode | undefined =>
  operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
