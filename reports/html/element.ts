/**
 * Elements of the page. Preact escapes what is put into them; before that, every text loses the characters that hide or
 * reorder what a reader sees. Only `verbatim` puts text in as it is, for the page's own style and script.
 */
import { type ComponentChildren, createElement, type VNode } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import { plain } from '../untrusted.ts';

export type Child = string | number | VNode | null | readonly Child[];

type Value = string | number | boolean | undefined;
type Attributes = { readonly [name: string]: Value };

const isList = (child: Child): child is readonly Child[] => Array.isArray(child);

const shownText = (child: Child): ComponentChildren => {
  if (typeof child === 'string') return plain(child);
  return isList(child) ? child.map(shownText) : child;
};

const shownAttribute = ([name, value]: readonly [string, Value]): readonly [string, Value] => [
  name,
  typeof value === 'string' ? plain(value) : value === false ? undefined : value,
];

/** `h('p', { class: 'quiet' }, 'text')`. */
export const h = (tag: string, attributes: Attributes | null, ...children: readonly Child[]): VNode =>
  createElement(
    tag,
    Object.fromEntries(Object.entries(attributes ?? {}).map(shownAttribute)),
    ...children.map(shownText),
  );

/** The page's own style or script. Nothing from outside may ever be part of it. */
export const verbatim = (tag: 'style' | 'script', text: string): VNode => {
  const content: object = { dangerouslySetInnerHTML: { __html: text } };
  return createElement(tag, content);
};

/** Text with `code` in it. */
export const prose = (text: string): Child =>
  text.split('`').map((piece, index) => (index % 2 === 1 ? h('code', null, piece) : piece));

/** Nothing when there is nothing to show. */
export const when = (condition: boolean, child: () => Child): Child => (condition ? child() : null);

export const markup = (element: VNode): string => renderToStaticMarkup(element);
