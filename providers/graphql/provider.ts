/** A GraphQL API that is simulated from its own schema, so that no team waits for a provider of ours. */
import { GraphQLError } from 'graphql/error';
import { OperationTypeNode } from 'graphql/language';
import type { Json } from '../../harness/model/json.ts';
import type { Provider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { dialectOf, mannersOf } from '../described/dialect.ts';
import { readerOf } from '../described/envelope.ts';
import type { ApiManners, IdempotencyManners } from '../described/manners.ts';
import { canonicalJson, digest } from '../digest.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { operationOf, parseDocument, readGraphqlRequest, rootFieldOf } from './documents.ts';
import { type KeyPlace, keyOf, withoutKey } from './keys.ts';

export interface GraphqlOptions extends ApiManners {
  /** `https://api.example.com` when absent. */
  readonly origin?: string;
  /** `/graphql` when absent. */
  readonly path?: string;
  /** `{ header: 'Idempotency-Key' }` when absent. */
  readonly idempotency?: IdempotencyManners<KeyPlace>;
}

const errorBody: Json = { errors: [{ message: '{message}', extensions: { code: '{code}' } }], data: null };

/** As Apollo Server calls them, and those that build on it. */
const usualCodes: { readonly [status: number]: string } = {
  400: 'BAD_USER_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  422: 'UNPROCESSABLE',
  429: 'RATE_LIMITED',
  500: 'INTERNAL_SERVER_ERROR',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/**
 * `schema`: in the schema language, or what an introspection query gave (with or without `data` around it). It is checked
 * when a run begins; what is broken in it is a `ContractError`. Throws a `TypeError` when `origin` is no origin.
 */
export function graphql(schema: string | object, options: GraphqlOptions = {}): Provider {
  const { origin } = new URL(options.origin ?? 'https://api.example.com');
  const idempotency = options.idempotency ?? { header: 'Idempotency-Key' };
  const place = idempotency === 'none' ? undefined : idempotency;

  const readRequest = ({ method, url, headers, body }: ReceivedRequest) => {
    const request = readGraphqlRequest(body);
    const document = request === undefined ? undefined : parseDocument(request.query);
    const operation =
      document === undefined || document instanceof GraphQLError
        ? undefined
        : operationOf(document, request?.operationName);
    const field = operation === undefined ? undefined : rootFieldOf(operation);
    if (request === undefined || operation === undefined || field === undefined) {
      const name = `${method} ${url.pathname}`;
      return { operation: name, stateChanging: false, fingerprint: digest(`${name}\n${body}`) };
    }
    const stateChanging = operation.operation === OperationTypeNode.MUTATION;
    const key = stateChanging && place !== undefined ? keyOf(place, headers, request) : undefined;
    return {
      operation: field.name.value,
      stateChanging,
      fingerprint: digest(canonicalJson({ query: request.query, variables: withoutKey(place, request.variables) })),
      ...(key === undefined ? {} : { idempotencyKey: key }),
    };
  };
  const codes = { ...usualCodes, ...options.error?.codes };
  const repeated = idempotency === 'none' ? 'none' : (idempotency.repeated ?? 'same-reply');
  const body = options.error?.body ?? errorBody;
  const manners = mannersOf({ ...options, error: { body, codes } }, repeated, readRequest);
  const statusOf = new Map(Object.entries(codes).map(([status, code]) => [code, Number(status)]));
  const readError = readerOf(body);
  /** Errors come with 200 as well: then only their code says what they are. */
  const told = (text: string): number | undefined => {
    const value = parseJson(text);
    if (!isJsonObject(value)) return undefined;
    if (value.errors !== undefined) return statusOf.get(readError(text).errorCode ?? '');
    return isJsonObject(value.data) ? 200 : undefined;
  };
  return {
    id: options.id ?? 'graphql',
    origins: [origin],
    secrets: manners.secrets,
    dialect: dialectOf(manners, told),
    open: async (context) =>
      (await import('./world.ts')).openWorld(context, { schema, origin, path: options.path ?? '/graphql', manners }),
  };
}
