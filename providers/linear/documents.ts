/** What a GraphQL request asks for, read without a schema: its root field, its idempotency key, its fingerprint. */
import { GraphQLError } from 'graphql/error';
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type ObjectFieldNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  visit,
} from 'graphql/language';
import type { JsonObject } from '../../harness/model/json.ts';
import { canonicalJson, digest } from '../digest.ts';
import { type GraphqlRequest, operationOf, parseDocument, rootFieldOf } from '../graphql/documents.ts';
import { isJsonObject } from '../json-body.ts';

/** Where a create carries the id that its caller chose: in a variable, in a variable's member, or as a literal. */
type KeyPlace =
  | { readonly in: 'member'; readonly variable: string }
  | { readonly in: 'variable'; readonly variable: string; readonly node: ObjectFieldNode }
  | { readonly in: 'literal'; readonly value: string; readonly node: ObjectFieldNode }
  | { readonly in: 'nowhere' };

function keyPlaceOf(operation: OperationDefinitionNode, field: FieldNode): KeyPlace | undefined {
  if (operation.operation !== OperationTypeNode.MUTATION || !field.name.value.endsWith('Create')) return undefined;
  const input: ArgumentNode | undefined = field.arguments?.find((argument) => argument.name.value === 'input');
  if (input?.value.kind === Kind.VARIABLE) return { in: 'member', variable: input.value.name.value };
  if (input?.value.kind !== Kind.OBJECT) return undefined;
  const node = input.value.fields.find((member) => member.name.value === 'id');
  if (node?.value.kind === Kind.VARIABLE) return { in: 'variable', variable: node.value.name.value, node };
  if (node?.value.kind === Kind.STRING) return { in: 'literal', value: node.value.value, node };
  return { in: 'nowhere' };
}

function keyAt(place: KeyPlace | undefined, variables: JsonObject): string | undefined {
  if (place === undefined || place.in === 'nowhere') return undefined;
  if (place.in === 'literal') return place.value;
  const value = variables[place.variable];
  const key = place.in === 'variable' ? value : isJsonObject(value) ? value.id : undefined;
  return typeof key === 'string' ? key : undefined;
}

/** The request as it would be without its key, so that two attempts with two keys still look alike. */
function withoutKey(request: GraphqlRequest, document: DocumentNode, place: KeyPlace | undefined): JsonObject {
  const { query, variables } = request;
  if (place === undefined) return { query, variables };
  if (place.in === 'member') {
    const input = variables[place.variable];
    if (!isJsonObject(input)) return { query, variables };
    const { id: _key, ...rest } = input;
    return { query, variables: { ...variables, [place.variable]: rest } };
  }
  // Printed also where there is nothing to leave out, so that a create without key looks like one whose key was left out.
  const node = place.in === 'nowhere' ? undefined : place.node;
  const keyless = print(visit(document, { ObjectField: (member) => (member === node ? null : undefined) }));
  if (place.in !== 'variable') return { query: keyless, variables };
  const { [place.variable]: _key, ...rest } = variables;
  return { query: keyless, variables: rest };
}

export interface RequestSummary {
  /** The field at the root, `issueCreate`: the name of the document is the client's own. */
  readonly field: string;
  readonly mutation: boolean;
  readonly key?: string;
  readonly fingerprint: string;
}

/** Undefined when the document does not parse or has no such operation. */
export function summarise(request: GraphqlRequest): RequestSummary | undefined {
  const document = parseDocument(request.query);
  if (document instanceof GraphQLError) return undefined;
  const operation = operationOf(document, request.operationName);
  const field = operation === undefined ? undefined : rootFieldOf(operation);
  if (operation === undefined || field === undefined) return undefined;
  const place = keyPlaceOf(operation, field);
  const key = keyAt(place, request.variables);
  return {
    field: field.name.value,
    mutation: operation.operation === OperationTypeNode.MUTATION,
    ...(key === undefined ? {} : { key }),
    fingerprint: digest(canonicalJson(withoutKey(request, document, place))),
  };
}
