/** One case's Linear: a GraphQL endpoint as an MSW handler, over a workspace that is thrown away with the case. */
import { execute, GraphQLError, type OperationDefinitionNode } from 'graphql';
import { HttpResponse, http } from 'msw';
import type { LedgerEntry, OpenContext, OpenProvider } from '../../harness/ports/provider.ts';
import { type GraphqlRequest, operationOf, parseDocument, readGraphqlRequest } from '../graphql/documents.ts';
import { type Authorization, authorizationComplaint, readAuthorization } from './authorization.ts';
import { complexityOf, maximumComplexity } from './complexity.ts';
import {
  apiKeyAsBearer,
  authenticationRequired,
  errorReply,
  invalidArgument,
  type LinearError,
  Refusal,
  rateLimitedError,
  schemaError,
  tooComplex,
} from './errors.ts';
import { seedWorkspace } from './fixtures.ts';
import { type OperationContext, rootOf } from './operations.ts';
import { type LinearOptions, linearOrigin } from './provider.ts';
import { type Caller, documentedLimits, openQuota, type Quota } from './quota.ts';
import { schema, validationErrors } from './schema/schema.ts';
import type { Workspace } from './state.ts';

export function openWorld(context: OpenContext, options: LinearOptions): OpenProvider {
  const ledger: LedgerEntry[] = [];
  const complaints: string[] = [];
  const beganAt = context.now();
  let workspace: Workspace | undefined;
  const operations: OperationContext = {
    // Seeded at the first request: many cases never get that far.
    get workspace() {
      workspace ??= seedWorkspace(context.seed, beganAt);
      return workspace;
    },
    seed: context.seed,
    now: () => context.now(),
    record: (entry) => ledger.push(entry),
    complain: (complaint) => complaints.push(complaint),
  };
  const quotas = new Map<string, Quota>();
  const quotaOf = (caller: Caller): Quota => {
    const known = quotas.get(caller);
    if (known !== undefined) return known;
    const opened = openQuota(options.limits?.[caller] ?? documentedLimits[caller]);
    quotas.set(caller, opened);
    return opened;
  };
  return {
    handlers: [
      http.post(`${linearOrigin}/graphql`, async ({ request }) => {
        const exchange = { operations, quotaOf, context };
        return answer(request.headers.get('authorization'), await request.text(), exchange);
      }),
      http.all(`${linearOrigin}/*`, () => new HttpResponse('Not Found', { status: 404 })),
    ],
    ledger: () => [...ledger],
    takeComplaints: () => complaints.splice(0),
  };
}

interface ExchangeContext {
  readonly operations: OperationContext;
  readonly context: OpenContext;
  quotaOf(caller: Caller): Quota;
}

async function answer(header: string | null, body: string, exchange: ExchangeContext): Promise<Response> {
  const { context, operations } = exchange;
  const { complain } = operations;
  const authorization = readAuthorization(header);
  const caller = callerOf(authorization, context);
  const quota = exchange.quotaOf(caller);
  const refuse = (error: LinearError, status = error.extensions.statusCode, complexity?: number): Response =>
    errorReply(status, [error], quota.headers(complexity, context.now()));
  const refuseWithComplaint = (error: LinearError): Response => {
    complain(error.message);
    return refuse(error);
  };

  const malformed = authorizationComplaint(authorization);
  if (malformed !== undefined) complain(malformed);
  if (authorization.kind === 'api-key-as-bearer') return refuse(apiKeyAsBearer);
  if (caller === 'unauthenticated') return refuse(authenticationRequired);

  const request = readGraphqlRequest(body);
  if (request === undefined) {
    complain('The body is no GraphQL request: JSON with a member `query` was expected.');
    return refuse(invalidArgument('The request body must be JSON with a query.'));
  }
  const prepared = prepare(request);
  if ('error' in prepared) return refuseWithComplaint(prepared.error);
  const complexity = complexityOf(prepared.document, prepared.operation, request.variables);
  if (complexity > maximumComplexity) return refuse(tooComplex(complexity, maximumComplexity), 400, complexity);
  const exhausted = quota.take(complexity, context.now());
  if (exhausted !== undefined) {
    const unit = exhausted === 'requests' ? 'requests' : 'complexity points';
    return refuse(rateLimitedError(quota.limits[exhausted], unit), 400, complexity);
  }
  const result = await execute({
    schema: schema(),
    document: prepared.document,
    rootValue: rootOf(operations),
    variableValues: request.variables,
    operationName: request.operationName ?? null,
  });
  const headers = quota.headers(complexity, context.now());
  if (result.errors === undefined) return Response.json({ data: result.data }, { headers });
  const errors = result.errors.map((error) => executionError(error, complain));
  return errorReply(errors[0]?.extensions.statusCode ?? 400, errors, headers);
}

function callerOf(authorization: Authorization, { credentials }: OpenContext): Caller {
  if (authorization.kind === 'api-key' && authorization.value === credentials.apiKey) return 'apiKey';
  if (authorization.kind === 'oauth-token' && authorization.value === credentials.oauthToken) return 'oauthToken';
  return 'unauthenticated';
}

type Prepared =
  | {
      readonly document: Exclude<ReturnType<typeof parseDocument>, GraphQLError>;
      readonly operation: OperationDefinitionNode;
    }
  | { readonly error: LinearError };

function prepare(request: GraphqlRequest): Prepared {
  const document = parseDocument(request.query);
  if (document instanceof GraphQLError) return { error: schemaError(document, 'GRAPHQL_PARSE_FAILED') };
  const [invalid] = validationErrors(document);
  if (invalid !== undefined) return { error: schemaError(invalid, 'GRAPHQL_VALIDATION_FAILED') };
  const operation = operationOf(document, request.operationName);
  if (operation === undefined) {
    const missing = new GraphQLError(`Unknown operation named "${request.operationName ?? ''}".`);
    return { error: schemaError(missing, 'OPERATION_RESOLUTION_FAILURE') };
  }
  return { document, operation };
}

/** A refusal by a resolver, placed in the document; or GraphQL's own error, about the variables that were sent. */
function executionError(error: GraphQLError, complain: (complaint: string) => void): LinearError {
  const { originalError, path, locations } = error;
  if (originalError instanceof Refusal) {
    return { ...originalError.error, ...(path && { path }), ...(locations && { locations }) };
  }
  // Anything else that was thrown is a mistake of this simulation, never the client's.
  if (originalError !== undefined && !(originalError instanceof GraphQLError)) throw originalError;
  // The values that were sent stay out: they may be personal, and would make every complaint a different one.
  complain(error.message.replace(/ Found: .*$/s, ''));
  return schemaError(error, 'BAD_USER_INPUT');
}
