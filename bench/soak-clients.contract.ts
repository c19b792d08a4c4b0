/**
 * One operation for each HTTP client that integrations are built on. The first seven share one retry loop, so that their own
 * part is the exchange and its time-out; got, ky, openai and @anthropic-ai/sdk retry by themselves.
 */
import type { ClientHttp2Session, IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import type { Json } from '../harness/model/json.ts';
import type { CallContext, OperationResult, RunningIntegration, World } from '../harness/ports/integration.ts';

const retries = 3;
const timeoutMs = 5_000;
const baseDelayMs = 1_000;

/** The part of a reply that the retry loop needs. */
interface Reply {
  readonly status: number;
  readonly retryAfter: string | null | undefined;
  readonly body: string;
}
type Exchange = (url: string) => Promise<Reply>;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function withRetries(exchange: Exchange, url: string): Promise<OperationResult> {
  for (let attempt = 0; ; attempt++) {
    let delayMs = baseDelayMs * 2 ** attempt;
    let problem: string;
    try {
      const reply = await exchange(url);
      if (reply.status === 200) return { ok: true, value: JSON.parse(reply.body) };
      problem = String(reply.status);
      if (reply.retryAfter) delayMs = Number(reply.retryAfter) * 1000;
    } catch (error) {
      problem = String(error);
    }
    if (attempt === retries) return failure(problem);
    await sleep(delayMs);
  }
}

const failure = (message: string): OperationResult => ({
  ok: false,
  error: { code: 'FAILED', message, suggestion: '', retryable: true },
});

async function attempt(act: () => Promise<unknown>): Promise<OperationResult> {
  try {
    return { ok: true, value: await act() };
  } catch (error) {
    return failure(String(error));
  }
}

const viaFetch: Exchange = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.text() };
};

async function viaNode(): Promise<Exchange> {
  const http = await import('node:http');
  const https = await import('node:https');
  return (url) =>
    new Promise((resolve, reject) => {
      const { request } = url.startsWith('https:') ? https : http;
      const sent = request(url, { timeout: timeoutMs }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body }),
        );
      });
      sent.on('timeout', () => sent.destroy(new Error('timeout')));
      sent.on('error', reject);
      sent.end();
    });
}

/** One session for as long as it lasts, as HTTP/2 is used. */
async function viaHttp2(): Promise<Exchange> {
  const { connect, constants } = await import('node:http2');
  let session: ClientHttp2Session | undefined;
  return (url) =>
    new Promise((resolve, reject) => {
      const { origin, pathname } = new URL(url);
      if (session === undefined || session.closed || session.destroyed) {
        session = connect(origin);
        // Each of its streams tells it too.
        session.on('error', () => {});
      }
      const stream = session.request({ ':path': pathname });
      let head: IncomingHttpHeaders & IncomingHttpStatusHeader = {};
      let body = '';
      stream.setEncoding('utf8');
      stream.setTimeout(timeoutMs, () => stream.close(constants.NGHTTP2_CANCEL));
      stream.on('response', (headers) => {
        head = headers;
      });
      stream.on('data', (chunk) => {
        body += chunk;
      });
      stream.on('error', reject);
      stream.on('close', () => {
        if (stream.rstCode !== constants.NGHTTP2_NO_ERROR) reject(new Error(`stream closed with ${stream.rstCode}`));
        else resolve({ status: head[':status'] ?? 0, retryAfter: head['retry-after'], body });
      });
    });
}

async function viaUndici(): Promise<Exchange> {
  const { request } = await import('undici');
  return async (url) => {
    const { statusCode, headers, body } = await request(url, { headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
    return { status: statusCode, retryAfter: headers['retry-after']?.toString(), body: await body.text() };
  };
}

async function viaAxios(): Promise<Exchange> {
  const { default: axios } = await import('axios');
  return async (url) => {
    const { status, headers, data } = await axios.get(url, {
      timeout: timeoutMs,
      responseType: 'text',
      transformResponse: (text) => text,
      validateStatus: () => true,
      proxy: false,
    });
    return { status, retryAfter: headers['retry-after'], body: data };
  };
}

async function start(world: World): Promise<RunningIntegration> {
  // The SDKs draw their jitter here; without it, an oracle can be exact.
  Math.random = () => 0;
  const { default: got } = await import('got');
  const { default: ky } = await import('ky');
  const { default: OpenAi } = await import('openai');
  const { default: Anthropic } = await import('@anthropic-ai/sdk');
  const node = await viaNode();
  const loops: { readonly [client: string]: Exchange } = {
    fetch: viaFetch,
    'node:http': node,
    'node:http2': await viaHttp2(),
    undici: await viaUndici(),
    axios: await viaAxios(),
  };
  const sdkOptions = { apiKey: 'none', maxRetries: retries, timeout: timeoutMs };

  const operations: { readonly [client: string]: (base: string) => Promise<OperationResult> } = {
    ...Object.fromEntries(
      Object.entries(loops).map(([client, exchange]) => [client, (base) => withRetries(exchange, `${base}/item`)]),
    ),
    got: (base) =>
      attempt(() =>
        got(`${base}/item`, { retry: { limit: retries, noise: 0 }, timeout: { request: timeoutMs } }).json(),
      ),
    ky: (base) =>
      attempt(() =>
        ky(`${base}/item`, {
          retry: { limit: retries, delay: (count: number) => baseDelayMs * 2 ** (count - 1) },
          timeout: timeoutMs,
        }).json(),
      ),
    openai: (base) => attempt(() => new OpenAi({ ...sdkOptions, baseURL: base }).get('/item')),
    anthropic: (base) => attempt(() => new Anthropic({ ...sdkOptions, baseURL: base }).get('/item')),
  };

  return {
    perform: async (operation: string, input: Json, _context: CallContext) => {
      const operate = operations[operation];
      if (operate === undefined) throw new Error(`no such client: ${operation}`);
      return operate(input === 'tls' ? 'https://soak.example' : world.url('soak'));
    },
  };
}

export default { start };
