/**
 * A page in one file: whatever it shows, it asks for nothing beside itself, and the policy in its head lets nothing of
 * others run or load even if something got past the escaping.
 */
import { createHash } from 'node:crypto';
import { type Child, h, markup, verbatim } from './element.ts';

export interface PageParts {
  readonly title: string;
  readonly style: string;
  /** A page without one allows none at all. */
  readonly script?: string;
  readonly body: Child;
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = ({ style, script }: PageParts): string =>
  [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src ${hash(script)}`]),
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

export const htmlDocument = (parts: PageParts): string => {
  const { title, style, script, body } = parts;
  const document = h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charset: 'utf-8' }),
      h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy(parts) }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'referrer', content: 'no-referrer' }),
      h('title', null, title),
      verbatim('style', style),
    ),
    h('body', null, body, script === undefined ? null : verbatim('script', script)),
  );
  return `<!doctype html>\n${markup(document)}\n`;
};

/** What stands above every page: a way past it, the standard, and the parts of the page. */
export const masthead = (
  standard: { readonly id: string; readonly title: string },
  navigation: string,
  links: readonly (readonly [href: string, name: string])[],
  ...more: readonly Child[]
): Child =>
  h(
    'header',
    { class: 'masthead' },
    h('a', { class: 'skip', href: '#decision' }, 'Skip to the decision'),
    h('span', { class: 'title' }, `${standard.id} ${standard.title}`),
    h(
      'nav',
      { 'aria-label': navigation },
      links.map(([href, name]) => h('a', { href }, name)),
      more,
    ),
  );
