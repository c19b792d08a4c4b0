/** One case's API: its operations over collections that end with the case. What is slow is made once for each document. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import type { OpenContext, OpenProvider, ReceivedRequest } from '../../harness/ports/provider.ts';
import type { Manners } from '../described/dialect.ts';
import { type Desk, openDescribed } from '../described/world.ts';
import { isJsonObject } from '../json-body.ts';
import { type Answer, type Answers, answersOf } from './answers.ts';
import { refuseBroken } from './check.ts';
import { entityOf, openCollections } from './collections.ts';
import type { Operation, Operations } from './operations.ts';
import { at } from './pointer.ts';
import { requestChecks } from './requests.ts';

export interface Api {
  readonly document: JsonObject;
  readonly origin: string;
  readonly operations: Operations;
  readonly manners: Manners;
  readonly answers: { readonly [operation: string]: Json };
}

interface Prepared {
  readonly check: ReturnType<typeof requestChecks>;
  readonly answers: Answers;
}

const prepared = new WeakMap<Manners, Prepared>();

/** Throws `ContractError` when the document is broken. */
function prepare({ document, manners, answers }: Api): Prepared {
  const known = prepared.get(manners);
  if (known !== undefined) return known;
  refuseBroken(document);
  const credential = manners.credential.in === 'query' ? manners.credential.name : undefined;
  const made = { check: requestChecks(document, credential), answers: answersOf(document, answers) };
  prepared.set(manners, made);
  return made;
}

export function openWorld(context: OpenContext, api: Api): OpenProvider {
  const { check, answers } = prepare(api);
  const { document, operations, manners, origin } = api;
  const collections = openCollections(operations, answers);
  let acts = 0;

  const answer = (request: ReceivedRequest, desk: Desk): Response => {
    const { method, url } = request;
    const asked = operations.find(method, url.pathname);
    if (asked === undefined || asked === 'wrong-method') {
      desk.complain(
        `${method} ${origin}: the description has no such ${asked === undefined ? 'path' : 'method for this path'}.`,
      );
      return manners.refuse(asked === undefined ? 404 : 405);
    }
    const { operation } = asked;
    const verdict = check(asked, request);
    for (const complaint of verdict.complaints) desk.complain(`${operation.name}: ${complaint}.`);
    if (verdict.refused !== undefined) {
      desk.complain(`${operation.name}: ${verdict.refused}.`);
      return manners.refuse(refusalOf(document, operation), { message: `${verdict.refused}.` });
    }
    const stored = collections.answer(asked, url.pathname, verdict.body, desk);
    if (stored === 'not-found') return manners.refuse(404);
    if (stored !== undefined) return replied(stored);
    if (manners.readRequest(request).stateChanging) {
      acts += 1;
      desk.record({ operation: operation.name, entity: entityOf(operation.template), id: String(acts) });
    }
    return replied(answers.of(operation, `${desk.seed} ${url.pathname}`));
  };

  return openDescribed(context, {
    origin,
    manners,
    needsCredential: ({ method, url }) => {
      const asked = operations.find(method, url.pathname);
      return asked === undefined || asked === 'wrong-method' || isProtected(document, asked.operation);
    },
    answer,
  });
}

/** What an operation says of itself replaces what the document says for all. */
function isProtected(document: JsonObject, { pointer }: Operation): boolean {
  const security = at(document, `${pointer}/security`) ?? document.security;
  if (!Array.isArray(security)) return true;
  // An empty requirement among them: anybody may ask.
  return security.length > 0 && !security.some((each: Json) => isJsonObject(each) && Object.keys(each).length === 0);
}

/** 422 where that is what the description says of a request that does not fit. */
const refusalOf = (document: JsonObject, { pointer }: Operation): number =>
  at(document, `${pointer}/responses/400`) === undefined && at(document, `${pointer}/responses/422`) !== undefined
    ? 422
    : 400;

const replied = ({ status, body }: Answer): Response =>
  body === undefined ? new Response(null, { status }) : Response.json(body, { status });
