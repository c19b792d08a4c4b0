/**
 * Linear's price of a query: 0.1 for each property, 1 for each object, a connection's nodes times the page size asked
 * for (50 unless told), the sum rounded up. `__typename` is free here.
 */
import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { JsonObject } from '../../harness/model/json.ts';

export const maximumComplexity = 10_000;
const defaultPageSize = 50;

/** In points. */
export function complexityOf(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: JsonObject,
): number {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  }
  const fieldsOf = (selectionSet: SelectionSetNode): readonly FieldNode[] =>
    selectionSet.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment === undefined ? [] : fieldsOf(fragment);
    });
  // In tenths, so that the sum of many properties has no rounding error.
  const tenths = (field: FieldNode, times: number): number => {
    if (field.selectionSet === undefined) return field.name.value === '__typename' ? 0 : times;
    const children = fieldsOf(field.selectionSet);
    const isConnection = children.some((child) => child.name.value === 'nodes' || child.name.value === 'edges');
    const pageSize = isConnection ? pageSizeOf(field, variables) : 1;
    const inside = children.map((child) => {
      const isPage = isConnection && (child.name.value === 'nodes' || child.name.value === 'edges');
      return tenths(child, isPage ? times * pageSize : times);
    });
    return inside.reduce((sum, part) => sum + part, 10 * times);
  };
  const sum = fieldsOf(operation.selectionSet).reduce((total, field) => total + tenths(field, 1), 0);
  return Math.ceil(sum / 10);
}

function pageSizeOf(field: FieldNode, variables: JsonObject): number {
  for (const argument of field.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue;
    const { value } = argument;
    if (value.kind === Kind.INT) return Number(value.value);
    const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
    if (typeof given === 'number') return given;
  }
  return defaultPageSize;
}
