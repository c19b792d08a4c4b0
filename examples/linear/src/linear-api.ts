/** The official SDK, one client per attempt, so that each attempt has a timeout of its own and tells its headers. */
import { LinearClient } from '@linear/sdk';

export interface ApiSettings {
  readonly apiKey: string;
  /** Only for tests and local development; the SDK knows Linear's address. */
  readonly apiUrl?: string | undefined;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
}

/** `onReply` is told of every good reply: the SDK keeps status and headers only of bad ones. */
export function linearClient(
  settings: ApiSettings,
  signal: AbortSignal,
  onReply: (reply: ApiReply) => void,
): LinearClient {
  const { apiKey, apiUrl } = settings;
  // Whatever the SDK does not know of its options it hands to `fetch`: that is how the signal gets there.
  const linear = new LinearClient({ apiKey, ...(apiUrl ? { apiUrl } : {}), signal });
  const { client } = linear;
  client.request = async <Data, Variables extends Record<string, unknown>>(
    document: string,
    variables?: Variables,
    requestHeaders?: RequestInit['headers'],
  ): Promise<Data> => {
    const reply = await client.rawRequest<Data, Variables>(document, variables, requestHeaders);
    if (reply.data === undefined) throw new SyntaxError('a reply without data');
    onReply({ status: reply.status ?? 200, headers: reply.headers ?? new Headers() });
    return reply.data;
  };
  return linear;
}
