/** One case's GraphQL API: a schema that answers for itself, over things that end with the case. */
import { execute, GraphQLError, type GraphQLSchema, validate } from 'graphql';
import type { OpenContext, OpenProvider, ReceivedRequest } from '../../harness/ports/provider.ts';
import type { Manners } from '../described/dialect.ts';
import { type Desk, openDescribed } from '../described/world.ts';
import { operationOf, parseDocument, readGraphqlRequest } from './documents.ts';
import { resolverOf } from './resolve.ts';
import { schemaFrom } from './schema.ts';
import { openThings } from './things.ts';

export interface Api {
  readonly schema: string | object;
  readonly origin: string;
  readonly path: string;
  readonly manners: Manners;
}

const schemas = new WeakMap<Manners, GraphQLSchema>();

/** Built once for each provider. Throws `ContractError`. */
function schemaOf({ schema, manners }: Api): GraphQLSchema {
  const known = schemas.get(manners);
  if (known !== undefined) return known;
  const made = schemaFrom(schema);
  schemas.set(manners, made);
  return made;
}

const isNamed = (value: unknown): value is { readonly __typename: string } =>
  typeof value === 'object' && value !== null && '__typename' in value && typeof value.__typename === 'string';

export function openWorld(context: OpenContext, api: Api): OpenProvider {
  const schema = schemaOf(api);
  const { manners, origin, path } = api;
  const things = openThings(context.seed);

  const answer = async (received: ReceivedRequest, desk: Desk): Promise<Response> => {
    const refuse = (complaint: string, status: number, code: string): Response => {
      desk.complain(complaint);
      return manners.refuse(status, { code, message: complaint });
    };
    if (received.url.pathname !== path)
      return refuse(`${origin}: only ${path} is an address of this API.`, 404, 'NOT_FOUND');
    if (received.method !== 'POST') return refuse('A GraphQL request has to be a POST.', 405, 'METHOD_NOT_ALLOWED');
    const request = readGraphqlRequest(received.body);
    if (request === undefined)
      return refuse('The body is no GraphQL request: JSON with a member query was expected.', 400, 'BAD_REQUEST');
    const document = parseDocument(request.query);
    if (document instanceof GraphQLError) return refuse(document.message, 400, 'GRAPHQL_PARSE_FAILED');
    const [invalid] = validate(schema, document);
    if (invalid !== undefined) return refuse(invalid.message, 400, 'GRAPHQL_VALIDATION_FAILED');
    if (operationOf(document, request.operationName) === undefined)
      return refuse('The document has no operation of that name.', 400, 'OPERATION_RESOLUTION_FAILURE');
    const result = await execute({
      schema,
      document,
      variableValues: request.variables,
      operationName: request.operationName ?? null,
      fieldResolver: resolverOf(things, desk),
      typeResolver: (value) => (isNamed(value) ? value.__typename : undefined),
    });
    if (result.errors === undefined) return Response.json({ data: result.data });
    // Anything else that was thrown is a mistake of this simulation, never the client's.
    for (const { originalError } of result.errors)
      if (originalError !== undefined && !(originalError instanceof GraphQLError)) throw originalError;
    const [error] = result.errors;
    // Without a path it is about the variables. The values that were sent stay out.
    if (error?.path === undefined)
      return refuse((error?.message ?? '').replace(/ Found: .*$/s, ''), 400, 'BAD_USER_INPUT');
    return manners.refuse(200, { code: 'NOT_FOUND', message: 'This does not exist.' });
  };

  return openDescribed(context, { origin, manners, needsCredential: () => true, answer });
}
