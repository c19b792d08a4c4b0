/** Parts of sentences that several topics use, made from the facts of a finding. */
import type { Json, JsonObject } from '../../harness/model/json.ts';
import { formatMs } from '../duration.ts';
import { plain, shorten } from '../untrusted.ts';

const isNothing = (value: Json | undefined): value is undefined | null | '' =>
  value === undefined || value === null || value === '';

/** A fact as it is shown. What came from outside is shortened to one line. */
export const told = (value: Json | undefined): string => {
  if (isNothing(value)) return 'nothing';
  return shorten(plain(typeof value === 'string' ? value : JSON.stringify(value)), 80);
};

export const ms = (value: Json | undefined): string =>
  typeof value === 'number' ? formatMs(value) : 'an unknown time';

/** `1 attempt`, `4 attempts`. */
export const count = (value: Json | undefined, one: string, many = `${one}s`): string =>
  `${told(value)} ${value === 1 ? one : many}`;

/** `A POST (issueCreate)`, `A POST /v1/messages`, or `A request` when none got that far. */
export const aRequest = ({ method, request }: JsonObject): string => {
  if (isNothing(method)) return 'A request';
  if (isNothing(request)) return `A ${told(method)}`;
  return told(request).startsWith(`${told(method)} `) ? `A ${told(request)}` : `A ${told(method)} (${told(request)})`;
};

/** What ended an attempt: `503`, `a timeout`, `a rate limit (status 400)`, `a reset connection`. */
export const theFailure = ({ failure, status, how }: JsonObject): string => {
  switch (failure) {
    case 'timeout':
      return 'a timeout';
    case 'lost-connection':
      return how === 'handshake-cut' ? 'a TLS handshake that was cut' : `a ${told(how)} connection`;
    case 'rate-limited':
      return `a rate limit (status ${told(status)})`;
    default:
      if (how === 'untrusted-certificate') return 'a certificate of an unknown authority';
      if (how === 'wrong-host') return 'a certificate of another host';
      return isNothing(status) ? 'a broken reply' : `status ${told(status)}`;
  }
};
