/** What stands before Linear's servers answers in HTML when it cannot reach them: no envelope, no code. */

const titles: { readonly [status: number]: string } = { 502: 'Bad Gateway', 504: 'Gateway Time-out' };

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Undefined for the statuses that Linear's servers answer themselves. */
export function gatewayPage(status: number, message?: string): Response | undefined {
  const title = titles[status];
  if (title === undefined) return undefined;
  const text = escaped(message ?? 'The server could not complete your request. Please try again in 30 seconds.');
  const html = `<html><head><title>${status} ${title}</title></head>\n<body><h1>${status} ${title}</h1><p>${text}</p></body></html>\n`;
  return new Response(html, { status, headers: { 'Content-Type': 'text/html; charset=UTF-8' } });
}

/** The sentence on such a page. */
export function gatewayText(body: string): string | undefined {
  const paragraph = /<p>([^<]*)<\/p>/.exec(body)?.[1];
  return paragraph === undefined ? undefined : unescaped(paragraph);
}
