/**
 * Infisical's reading API behind Universal Auth: a login trades client id and secret for a token. The unmodified
 * `@infisical/sdk` is its judge. The login has to carry the secret in its body: a contract declares it in `secretCarriers`.
 */
import type { Provider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { digest, uuidFrom } from '../digest.ts';
import { isJsonObject, parseJson, textAt } from '../json-body.ts';
import { type Question, secretManager, unknown, wanting } from './manager.ts';

const origin = 'https://app.infisical.com';
const loginPath = '/api/v1/auth/universal-auth/login';
const renewPath = '/api/v1/auth/token/renew';
const secretsPath = '/api/v3/secrets/raw';
const tokenLifetimeSeconds = 2_592_000;

/** It depends on the secret alone, so that a reader can tell whose it is. */
export const tokenFor = (secret: string): string => `eyJhbGciOiJIUzI1NiJ9.${digest(`infisical ${secret}`)}`;

const granted = (secret: string): Response =>
  Response.json({
    accessToken: tokenFor(secret),
    expiresIn: tokenLifetimeSeconds,
    accessTokenMaxTTL: tokenLifetimeSeconds,
    tokenType: 'Bearer',
  });

function login(question: Question): Response {
  const { request, credentials, manners } = question;
  const body = parseJson(request.body);
  const [clientId, clientSecret] = [textAt(body, 'clientId'), textAt(body, 'clientSecret')];
  if (clientId === undefined || clientSecret === undefined)
    return wanting(question, 'clientId and clientSecret are required');
  const isGood = Object.values(credentials).includes(clientSecret);
  return isGood ? granted(clientSecret) : manners.refuse(401, { message: 'Invalid credentials' });
}

function renew(question: Question): Response {
  const token = textAt(parseJson(question.request.body), 'accessToken');
  const secret = Object.values(question.credentials).find((each) => token === tokenFor(each));
  return secret === undefined ? question.manners.refuse(401) : granted(secret);
}

function secretOf({ request, desk }: Question, name: string, value: string) {
  const { searchParams } = request.url;
  const id = uuidFrom(`infisical ${desk.seed} ${name}`);
  const hidden = searchParams.get('viewSecretValue') === 'false';
  return {
    id,
    _id: id,
    workspace: searchParams.get('workspaceId'),
    environment: searchParams.get('environment'),
    version: 1,
    type: 'shared',
    secretKey: name,
    secretValue: hidden ? '<hidden-by-infisical>' : value,
    secretValueHidden: hidden,
    secretComment: '',
    secretPath: searchParams.get('secretPath') ?? '/',
    tags: [],
    createdAt: '2026-01-05T09:00:00.000Z',
    updatedAt: '2026-01-05T09:00:00.000Z',
  };
}

function secrets(question: Question, name: string | undefined): Response {
  const { request, served, manners } = question;
  const missing = ['workspaceId', 'environment'].find((parameter) => !request.url.searchParams.get(parameter));
  if (missing !== undefined) return wanting(question, `${missing} is missing`);
  if (name === undefined)
    return Response.json({
      secrets: Object.entries(served).map(([key, value]) => secretOf(question, key, value)),
      imports: [],
    });
  const value = served[name];
  if (value === undefined) return manners.refuse(404, { message: `Secret with name '${name}' not found` });
  return Response.json({ secret: secretOf(question, name, value) });
}

const nameIn = (path: string): string | undefined =>
  path.startsWith(`${secretsPath}/`) ? decodeURIComponent(path.slice(secretsPath.length + 1)) : undefined;

const operationOf = ({ method, url }: ReceivedRequest): string =>
  `${method} ${nameIn(url.pathname) === undefined ? url.pathname : `${secretsPath}/{name}`}`;

function answer(question: Question): Response {
  const { request } = question;
  switch (operationOf(request)) {
    case `POST ${loginPath}`:
      return login(question);
    case `POST ${renewPath}`:
      return renew(question);
    case `GET ${secretsPath}`:
    case `GET ${secretsPath}/{name}`:
      return secrets(question, nameIn(request.url.pathname));
    default:
      return unknown(question);
  }
}

export const infisical = ({ id = 'infisical' }: { readonly id?: string } = {}): Provider =>
  secretManager({
    id,
    origin,
    operationOf,
    answer,
    login: {
      operation: `POST ${loginPath}`,
      secretIn: (body) => {
        const sent = parseJson(body);
        return isJsonObject(sent) ? textAt(sent, 'clientSecret') : undefined;
      },
      accepts: (token, secret) => token === tokenFor(secret),
    },
    manners: {
      secrets: { clientSecret: { prefix: 'ics_', randomLength: 64, use: 'oauth' } },
      credential: { in: 'header', name: 'Authorization', scheme: 'Bearer' },
      rateLimit: { requests: 600, windowMs: 60_000, resetIn: 'seconds' },
      error: {
        body: { reqId: 'req-simulated', statusCode: '{status}', message: '{message}', error: '{code}' },
        codes: { 400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 429: 'RateLimitError' },
      },
    },
  });
