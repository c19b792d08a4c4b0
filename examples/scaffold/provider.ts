/** The files of a new provider: an API that works, small, and made to be replaced by what the real one does. */

/** `acme-billing` */
export const isProviderName = (name: string): boolean => /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name);

/** `acmeBilling` */
const identifier = (name: string): string =>
  name.replaceAll(/-([a-z0-9])/g, (_all, first: string) => first.toUpperCase());

const provider = (name: string): string => `/** A simulated ${name}, as a contract names it. */
import type { Provider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { dialectOf, mannersOf } from '../described/dialect.ts';
import { canonicalJson, digest } from '../digest.ts';
import { parseJson } from '../json-body.ts';

export const ${identifier(name)}Origin = 'https://api.${name}.example';

const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const operationOf = ({ method, url }: ReceivedRequest): string => {
  const [, version = '', collection = '', id] = url.pathname.split('/');
  return \`\${method} /\${version}/\${collection}\${id === undefined ? '' : '/{id}'}\`;
};

const readRequest = (request: ReceivedRequest) => {
  const { method, url, headers, body } = request;
  const json = parseJson(body);
  const key = writes.has(method) ? headers.get('idempotency-key') : null;
  return {
    operation: operationOf(request),
    stateChanging: writes.has(method),
    // Equal for two attempts of one operation: the key is a header, so everything but headers counts.
    fingerprint: digest(\`\${method} \${url.pathname}\${url.search}\\n\${json === undefined ? body : canonicalJson(json)}\`),
    ...(key === null || key === '' ? {} : { idempotencyKey: key }),
  };
};

export const ${identifier(name)} = (): Provider => {
  const manners = mannersOf(
    {
      secrets: { apiKey: { prefix: '${name}_', randomLength: 40, use: 'credential' } },
      credential: { in: 'header', name: 'Authorization', scheme: 'Bearer' },
      rateLimit: { status: 429, requests: 1000, windowMs: 60_000, resetIn: 'epoch-seconds' },
      error: { body: { error: { code: '{code}', message: '{message}' } } },
    },
    'same-reply',
    readRequest,
  );
  return {
    id: '${name}',
    origins: [${identifier(name)}Origin],
    secrets: manners.secrets,
    dialect: dialectOf(manners),
    // What only handlers need is loaded when a case opens it.
    open: async (context) => (await import('./world.ts')).openWorld(context, manners),
  };
};
`;

const world = (
  name: string,
): string => `/** One case's ${name}: things that are created and read, and end with the case. */
import type { JsonObject } from '../../harness/model/json.ts';
import type { OpenContext, OpenProvider, ReceivedRequest } from '../../harness/ports/provider.ts';
import type { Manners } from '../described/dialect.ts';
import { type Desk, openDescribed } from '../described/world.ts';
import { uuidFrom } from '../digest.ts';
import { isJsonObject, parseJson } from '../json-body.ts';
import { ${identifier(name)}Origin } from './provider.ts';

export function openWorld(context: OpenContext, manners: Manners): OpenProvider {
  const things = new Map<string, JsonObject>();

  const answer = (request: ReceivedRequest, desk: Desk): Response => {
    const { operation } = manners.readRequest(request);
    switch (operation) {
      case 'GET /v1/things':
        return Response.json({ data: [...things.values()] });
      case 'GET /v1/things/{id}': {
        const thing = things.get(request.url.pathname.split('/').at(-1) ?? '');
        return thing === undefined ? manners.refuse(404) : Response.json(thing);
      }
      case 'POST /v1/things': {
        const sent = parseJson(request.body);
        if (!isJsonObject(sent) || typeof sent.title !== 'string') {
          // A complaint is a contract finding: the request itself is wrong, whatever the credential or the quota.
          desk.complain(\`\${operation}: title is missing.\`);
          return manners.refuse(400, { message: 'title is missing.' });
        }
        const id = uuidFrom(\`${name} \${desk.seed} \${things.size}\`);
        const thing = { id, title: sent.title, created_at: new Date(desk.now()).toISOString() };
        things.set(id, thing);
        // The ledger says what really happened, whatever the client hears of it.
        desk.record({ operation, entity: 'thing', id });
        return Response.json(thing, { status: 201 });
      }
      default:
        desk.complain(\`\${operation} is no operation of this API.\`);
        return manners.refuse(404);
    }
  };

  return openDescribed(context, { origin: ${identifier(name)}Origin, manners, needsCredential: () => true, answer });
}
`;

const test = (name: string): string => `import { describe } from 'vitest';
import { keepsTheLaws, post } from '../test-laws.ts';
import { ${identifier(name)}, ${identifier(name)}Origin } from './provider.ts';

const things = \`\${${identifier(name)}Origin}/v1/things\`;
const authorized = (authorization: string | undefined): Record<string, string> =>
  authorization === undefined ? {} : { Authorization: authorization };

describe('${name}', () => {
  keepsTheLaws({
    provider: ${identifier(name)}(),
    secret: 'apiKey',
    authorization: (credential) => \`Bearer \${credential}\`,
    create: (title, key, authorization) =>
      post(
        things,
        { title },
        { ...authorized(authorization), ...(key === undefined ? {} : { 'Idempotency-Key': key }) },
      ),
    read: (authorization) => ({
      method: 'GET',
      url: new URL(things),
      headers: new Headers(authorized(authorization)),
      body: '',
    }),
  });
});
`;

const discoveries = (name: string, today: string): string => `# What is known of ${name}

Each line with its date and its evidence: a page of the documentation, or what the official SDK sent and understood.

- ${today}: made by \`npm run new -- provider ${name}\`; nothing of it was compared with the real API yet.
`;

/** Path below the root to text. `today`: `2026-11-27`. */
export const providerFiles = (name: string, today: string): { readonly [path: string]: string } => ({
  [`providers/${name}/provider.ts`]: provider(name),
  [`providers/${name}/world.ts`]: world(name),
  [`providers/${name}/${name}.test.ts`]: test(name),
  [`providers/${name}/discoveries.md`]: discoveries(name, today),
});

export const nextSteps = (name: string): string =>
  [
    `Its test keeps the laws already: npx vitest run providers/${name}`,
    `Export it in providers/index.ts:  export { ${identifier(name)} } from './${name}/provider.ts';`,
    'Then let it do what the real one does, with its official SDK as the judge, and write down what you learn in discoveries.md.',
  ].join('\n');
