/** A request as a command for a shell. Secrets stand in the trace by name, and so they do here: `"$LINEAR_API_KEY"`. */
import type { DeliveryEvent, RequestEvent } from '../../harness/model/trace.ts';

/** Made by the client for its own connection; curl makes its own. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
]);

const escapes: { readonly [character: string]: string } = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

const escaped = (character: string): string => {
  const known = escapes[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
};

// Whatever could not be seen, or could break out of the quotes, is written as an escape of bash.
const special = /[^ -~\u00a1-\u1fff\u3040-\ud7ff\u{10000}-\u{10ffff}]|[\\']/gu;

const quoted = (text: string): string =>
  /^[ -&(-[\]-~]*$/.test(text) ? `'${text}'` : `$'${text.replace(special, escaped)}'`;

/** `'Bearer '"$API_KEY"`. */
const argument = (text: string, secrets: readonly string[]): string => {
  const names = secrets.filter((name) => /^\w+$/.test(name));
  if (names.length === 0) return quoted(text);
  return text
    .split(new RegExp(`<(${names.join('|')})>`))
    .map((piece, index) => (index % 2 === 1 ? `"$${piece}"` : piece === '' ? '' : quoted(piece)))
    .join('');
};

const commandOf = (
  method: string,
  url: string,
  { headers, body }: Pick<RequestEvent, 'headers' | 'body'>,
  secrets: readonly string[],
): string => {
  const sent = Object.entries(headers).filter(([name]) => !ofTheConnection.has(name.toLowerCase()));
  return [
    `curl -X ${quoted(method)} ${url}`,
    ...sent.map(([name, value]) => `-H ${argument(`${name}: ${value}`, secrets)}`),
    ...(body === '' ? [] : [`--data-raw ${argument(body, secrets)}`]),
  ].join(' ');
};

type Sent =
  | Pick<RequestEvent, 'type' | 'method' | 'url' | 'headers' | 'body'>
  | Pick<DeliveryEvent, 'type' | 'headers' | 'body'>;

/** A delivery goes to `$WEBHOOK_URL`. Undefined for one that is too long to be shown. */
export const curl = (sent: Sent, secrets: readonly string[], mostBytes: number): string | undefined => {
  if (sent.body.length > mostBytes) return undefined;
  const command =
    sent.type === 'delivery'
      ? commandOf('POST', '"$WEBHOOK_URL"', sent, secrets)
      : commandOf(sent.method, argument(sent.url, secrets), sent, secrets);
  return command.length > 4 * mostBytes ? undefined : command;
};
