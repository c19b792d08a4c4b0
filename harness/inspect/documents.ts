/** The integration's documentation, read as a tree: sections by their headings, and the entries that stand in them. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString as textOf } from 'mdast-util-to-string';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { DocumentEntry, DocumentSection } from '../model/inspection.ts';

type Root = ReturnType<typeof fromMarkdown>;
type RootContent = Root['children'][number];
type Nodes = Root | RootContent;

const isMarkdown = (file: string): boolean => /\.(md|markdown|mdx)$/i.test(file);

/** Documents of other packages, of tools and of releases do not document the integration. */
const isForeign = (file: string): boolean =>
  /(^|\/)(node_modules|\.[^/]+|dist|build|vendor)\//.test(file) ||
  /(^|\/)(changelog|license|code_of_conduct|contributing)[^/]*$/i.test(file);

/** Files that document it: those at the root of the folder, and those below `docs/` and the like. */
export const documentFiles = (files: readonly string[]): readonly string[] =>
  files.filter((file) => isMarkdown(file) && !isForeign(file));

/** The one at the root of the folder; Markdown before other forms, which cannot be read here. */
export const readmeOf = (files: readonly string[]): string | undefined => {
  const all = files.filter((file) => /^(docs\/)?readme(\.[a-z]+)?$/i.test(file));
  return all.find(isMarkdown) ?? all[0];
};

const children = (node: Nodes): readonly Nodes[] => ('children' in node ? node.children : []);

const everything = (node: Nodes): readonly Nodes[] => [node, ...children(node).flatMap(everything)];

const countWords = (text: string): number => text.match(/[\p{L}\p{N}]{2,}/gu)?.length ?? 0;

/** `RATE_LIMITED`, `E1234`, `AUTH-4`: in capitals, or whatever is written as code without a blank. */
const codesOf = (nodes: readonly Nodes[]): readonly string[] => {
  const inCode = nodes.flatMap((node) =>
    everything(node).flatMap((each) => (each.type === 'inlineCode' ? each.value : [])),
  );
  const inText = nodes.flatMap(
    (node) => textOf(node).match(/\b[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+\b|\b[A-Z]{4,}\b/g) ?? [],
  );
  return [...new Set([...inCode.filter((code) => /^[\w.-]{2,60}$/.test(code)), ...inText])];
};

const lineOf = (node: Nodes): number => node.position?.start.line ?? 1;

const withoutCodes = (text: string, codes: readonly string[]): string =>
  codes.reduce((left, code) => left.replaceAll(code, ' '), text);

/** Cells and paragraphs side by side are words of their own. */
const spokenOf = (node: Nodes): string =>
  node.type === 'tableRow' || node.type === 'listItem' || node.type === 'list'
    ? children(node).map(spokenOf).join(' ')
    : textOf(node);

const entry = (node: Nodes): DocumentEntry => {
  const codes = codesOf([node]);
  return { line: lineOf(node), words: countWords(withoutCodes(spokenOf(node), codes)), codes };
};

/** List items and rows (without the heading row); in `nested` lists too, as they belong to their item. */
const listed = (node: Nodes): readonly DocumentEntry[] => {
  if (node.type === 'list') return children(node).map(entry);
  if (node.type === 'table') return children(node).slice(1).map(entry);
  return [];
};

/** A subheading with text below it is an entry too, and so is a paragraph that begins with a code. */
const entriesOf = (body: readonly RootContent[], depth: number): readonly DocumentEntry[] => {
  const found: DocumentEntry[] = [];
  for (const [index, node] of body.entries()) {
    if (node.type === 'heading' && node.depth > depth) {
      const end = body.findIndex((each, at) => at > index && each.type === 'heading' && each.depth <= node.depth);
      const below = body.slice(index + 1, end === -1 ? undefined : end);
      const words = countWords(below.map(spokenOf).join(' '));
      if (words > 0) found.push({ line: lineOf(node), words, codes: codesOf([node]) });
    } else if (node.type === 'paragraph' && codesOf([node]).length > 0) found.push(entry(node));
    else found.push(...listed(node));
  }
  return found;
};

const isLink = (node: Nodes): node is Extract<Nodes, { url: string }> =>
  node.type === 'link' || node.type === 'definition';

const section = (
  file: string,
  heading: Nodes | undefined,
  depth: number,
  body: readonly RootContent[],
): DocumentSection => {
  const text = body.map(spokenOf).join('\n');
  const next = body.findIndex(({ type }) => type === 'heading');
  const own = body.slice(0, next === -1 ? undefined : next);
  return {
    file,
    line: heading === undefined ? 1 : lineOf(heading),
    depth,
    heading: heading === undefined ? '' : textOf(heading),
    words: countWords(text),
    ownWords: countWords(own.map(spokenOf).join('\n')),
    numbers: /\d/.test(text),
    links: [
      ...new Set(
        body.flatMap((node) =>
          everything(node)
            .filter(isLink)
            .map(({ url }) => url),
        ),
      ),
    ],
    codes: codesOf(body),
    entries: entriesOf(body, depth),
  };
};

/** Sections overlap: one holds its subsections. What stands above the first heading has depth 0. */
export const readSections = (file: string, text: string): readonly DocumentSection[] => {
  const { children: nodes } = fromMarkdown(text, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const first = nodes.findIndex(({ type }) => type === 'heading');
  const before = nodes.slice(0, first === -1 ? undefined : first);
  const sections = nodes.flatMap((node, index) => {
    if (node.type !== 'heading') return [];
    const end = nodes.findIndex((each, at) => at > index && each.type === 'heading' && each.depth <= node.depth);
    return [section(file, node, node.depth, nodes.slice(index + 1, end === -1 ? undefined : end))];
  });
  return before.length === 0 ? sections : [section(file, undefined, 0, before), ...sections];
};
