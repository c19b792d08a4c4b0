/** What secret managers have in common: they are asked by GET, answer in JSON, and tell what the contract has them serve. */
import type { OpenContext, OpenProvider, Provider, ReceivedRequest } from '../../harness/ports/provider.ts';
import { dialectOf, type Manners, mannersOf } from '../described/dialect.ts';
import type { ApiManners } from '../described/manners.ts';
import type { Desk } from '../described/world.ts';
import { digest } from '../digest.ts';

/** Name to value. */
export type Served = { readonly [name: string]: string };

export interface Question {
  readonly request: ReceivedRequest;
  readonly manners: Manners;
  readonly served: Served;
  readonly desk: Desk;
  readonly credentials: OpenContext['credentials'];
}

export interface ManagerSpec {
  readonly id: string;
  readonly origin: string;
  readonly manners: ApiManners;
  /** `GET /v3/configs/config/secret`: an operation whichever secret it is about. */
  operationOf(request: ReceivedRequest): string;
  answer(question: Question): Response;
  /** Where a credential is traded for a token, and how a token tells whose it is. */
  readonly login?: {
    readonly operation: string;
    /** What the body of a login holds as its secret. */
    secretIn(body: string): string | undefined;
    accepts(token: string, secret: string): boolean;
  };
}

/** Only reading is simulated, so no request changes anything. */
export function secretManager({ id, origin, manners: options, operationOf, answer, login }: ManagerSpec): Provider {
  const readRequest = (request: ReceivedRequest) => ({
    operation: operationOf(request),
    stateChanging: false,
    fingerprint: digest(`${request.method} ${request.url.pathname}${request.url.search}\n${request.body}`),
  });
  const manners: Manners = {
    ...mannersOf(options, 'none', readRequest),
    ...(login === undefined ? {} : { accepts: login.accepts }),
  };
  const dialect = dialectOf(manners);
  const isLogin = (request: ReceivedRequest): boolean =>
    login !== undefined && operationOf(request) === login.operation;
  return {
    id,
    origins: [origin],
    secrets: manners.secrets,
    servesSecrets: true,
    dialect: {
      ...dialect,
      credentialOf(request, context) {
        if (login === undefined || !isLogin(request)) return dialect.credentialOf(request, context);
        const carried = login.secretIn(request.body);
        if (carried === undefined) return 'none';
        const known = Object.entries(context.credentials).find(([, secret]) => secret === carried);
        return known === undefined ? 'unknown' : { secret: known[0] };
      },
    },
    open: async (context): Promise<OpenProvider> => {
      const { openDescribed } = await import('../described/world.ts');
      const { credentials, served = {} } = context;
      return openDescribed(context, {
        origin,
        manners,
        needsCredential: (request) => !isLogin(request),
        answer: (request, desk) => answer({ request, manners, served, desk, credentials }),
      });
    },
  };
}

/** A request that this API does not have, or that is not simulated of it. */
export function unknown({ request, manners, desk }: Question): Response {
  desk.complain(`${request.method} ${request.url.pathname} is no reading operation of this secret manager.`);
  return manners.refuse(404);
}

/** The request lacks something: told in the API's own error, and a contract finding. */
export function wanting({ request, manners, desk }: Question, what: string): Response {
  desk.complain(`${request.method} ${request.url.pathname}: ${what}.`);
  return manners.refuse(400, { message: what });
}
