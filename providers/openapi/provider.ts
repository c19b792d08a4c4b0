/** An API that is simulated from its own OpenAPI description, so that no team waits for a provider of ours. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { ContractError } from '../../harness/ports/errors.ts';
import type { Provider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { dialectOf, mannersOf } from '../described/dialect.ts';
import type { ApiManners, CredentialPlace, HeaderPlace, IdempotencyManners } from '../described/manners.ts';
import { canonicalJson, digest } from '../digest.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { operationsOf } from './operations.ts';
import { resolved } from './pointer.ts';

export interface OpenapiOptions extends ApiManners {
  /** `https://api.example.com`, without a path. That of the first server in the document when absent. */
  readonly origin?: string;
  /** `{ header: 'Idempotency-Key' }` when absent. */
  readonly idempotency?: IdempotencyManners<HeaderPlace>;
  /** Operations that change nothing although they are no GET: `POST /search`. */
  readonly reads?: readonly string[];
  /** Answers that have to be just so, by operation: `{ 'GET /things': [] }`. */
  readonly answers?: { readonly [operation: string]: Json };
}

const isObject = (value: object): value is JsonObject => !Array.isArray(value);

/**
 * `document`: OpenAPI 3.0 or 3.1, parsed. It is checked when a run begins; what is broken in it is a `ContractError`.
 * Throws a `TypeError` when `origin` is no origin.
 */
export function openapi(document: object, options: OpenapiOptions = {}): Provider {
  if (!isObject(document))
    throw new ContractError('openapi(document): a parsed document was expected, and a list was given');
  const server = serverOf(document);
  const { origin } = new URL(options.origin ?? server?.origin ?? 'https://api.example.com');
  const operations = operationsOf(document, server?.basePath ?? '');
  const idempotency = options.idempotency ?? { header: 'Idempotency-Key' };
  const reads = new Set(options.reads);
  const credential = options.credential ?? credentialIn(document);

  const readRequest = ({ method, url, headers, body }: ReceivedRequest) => {
    const asked = operations.find(method, url.pathname);
    const operation =
      asked === undefined || asked === 'wrong-method' ? `${method} ${url.pathname}` : asked.operation.name;
    const stateChanging = !harmless.has(method) && !reads.has(operation);
    const key = stateChanging && idempotency !== 'none' ? headers.get(idempotency.header) : null;
    const json = parseJson(body);
    const text = json === undefined ? body : canonicalJson(json);
    return {
      operation,
      stateChanging,
      fingerprint: digest(`${method} ${url.pathname}${searchWithout(url, credential)}\n${text}`),
      ...(key === null || key === '' ? {} : { idempotencyKey: key }),
    };
  };
  const repeated = idempotency === 'none' ? 'none' : (idempotency.repeated ?? 'same-reply');
  const manners = mannersOf({ ...options, ...(credential === undefined ? {} : { credential }) }, repeated, readRequest);
  let world: Promise<typeof import('./world.ts')> | undefined;
  return {
    id: options.id ?? 'openapi',
    origins: [origin],
    secrets: manners.secrets,
    dialect: dialectOf(manners),
    open: async (context) => {
      world ??= import('./world.ts');
      return (await world).openWorld(context, {
        document,
        origin,
        operations,
        manners,
        answers: options.answers ?? {},
      });
    },
  };
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** A credential in the query is not what is asked. */
function searchWithout(url: URL, credential: CredentialPlace | undefined): string {
  const search = new URLSearchParams(url.search);
  if (credential?.in === 'query') search.delete(credential.name);
  return String(search);
}

/** Of the first server whose address is whole. */
function serverOf(document: JsonObject): { readonly origin: string; readonly basePath: string } | undefined {
  for (const server of Array.isArray(document.servers) ? document.servers : []) {
    const template = textAt(server, 'url') ?? '';
    const variables = isJsonObject(server) ? server.variables : undefined;
    const url = template.replaceAll(
      /\{([^}]+)\}/g,
      (_all, name: string) => textAt(isJsonObject(variables) ? variables[name] : undefined, 'default') ?? name,
    );
    if (!URL.canParse(url)) continue;
    const { origin, pathname } = new URL(url);
    return { origin, basePath: pathname.replace(/\/$/, '') };
  }
  return undefined;
}

/** How the document says that credentials are carried, by the first scheme that says it. */
function credentialIn(document: JsonObject): CredentialPlace | undefined {
  const schemes = resolved(document, '/components/securitySchemes')?.value ?? {};
  for (const name of Object.keys(schemes)) {
    const scheme = resolved(document, `/components/securitySchemes/${name}`)?.value;
    const [type, where, header] = ['type', 'in', 'name'].map((key) => textAt(scheme, key));
    if (type === 'oauth2' || type === 'openIdConnect') return { in: 'header', name: 'Authorization', scheme: 'Bearer' };
    if (type === 'http')
      return { in: 'header', name: 'Authorization', scheme: capitalised(textAt(scheme, 'scheme') ?? 'Bearer') };
    if (type === 'apiKey' && header !== undefined && (where === 'header' || where === 'query'))
      return { in: where, name: header };
  }
  return undefined;
}

/** As HTTP writes the names of its schemes. */
const capitalised = (scheme: string): string => scheme.slice(0, 1).toUpperCase() + scheme.slice(1).toLowerCase();
