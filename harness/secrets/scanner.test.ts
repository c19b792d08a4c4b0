import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../model/json.ts';
import type { SightingForm } from '../model/trace.ts';
import { makeCanary } from './canary.ts';
import { createScanner, createStreamScanner, type ScannedSecret } from './scanner.ts';

const secrets: readonly ScannedSecret[] = [
  { name: 'LINEAR_API_KEY', prefix: 'lin_api_', value: canaryOf('lin_api_', 40, 1) },
  { name: 'LINEAR_WEBHOOK_SECRET', prefix: '', value: canaryOf('', 32, 2) },
  { name: 'OPENAI_API_KEY', prefix: 'sk-', value: canaryOf('sk-', 48, 3) },
];

function canaryOf(prefix: string, randomLength: number, seed: number): string {
  return makeCanary({ prefix, randomLength, use: 'credential' }, seed);
}

const scanner = createScanner(secrets);
const at = (index: number): ScannedSecret => secrets[index] ?? { name: '', prefix: '', value: '' };
const randomOf = ({ value, prefix }: ScannedSecret): string => value.slice(prefix.length);

const percent = (text: string): string =>
  [...text].map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const unicode = (text: string): string =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const printedBuffer = (text: string): string => Buffer.from(text).toString('hex').replace(/../g, '$& ').trim();

/** How a text may be written, and what the sighting is then called. */
const encodings: readonly { name: string; form: SightingForm; encode(text: string): string }[] = [
  { name: 'plain', form: 'plain', encode: (text) => text },
  { name: 'URL', form: 'url', encode: percent },
  { name: 'URL, upper case', form: 'url', encode: (text) => percent(text).toUpperCase() },
  { name: 'JSON escapes', form: 'json', encode: unicode },
  { name: 'JSON within JSON', form: 'json', encode: (text) => unicode(text).replaceAll('\\', '\\\\') },
  { name: 'hex', form: 'hex', encode: (text) => Buffer.from(text).toString('hex') },
  { name: 'hex, upper case', form: 'hex', encode: (text) => Buffer.from(text).toString('hex').toUpperCase() },
  { name: 'a printed Buffer', form: 'hex', encode: printedBuffer },
  { name: 'base64', form: 'base64', encode: (text) => Buffer.from(text).toString('base64') },
  { name: 'base64url', form: 'base64', encode: (text) => Buffer.from(text).toString('base64url') },
  { name: 'base64 in a URL', form: 'base64', encode: (text) => encodeURIComponent(btoa(text)) },
];

const anySecret = fc.constantFrom(...secrets);
/** A part of a secret's random part, eight characters or more, and whose it is. */
const anyPart = anySecret.chain((secret) =>
  fc
    .tuple(fc.nat({ max: randomOf(secret).length - 8 }), fc.integer({ min: 8, max: 48 }))
    .map(([from, length]) => ({ secret, part: randomOf(secret).slice(from, from + length) })),
);
/** What may stand around a secret without being a part of what it is encoded in. */
const surroundings = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[%\\]/g, ''));
const bytesAround = fc.string({ unit: 'grapheme-ascii', maxLength: 12 });

describe.each(encodings)('a secret written as $name', ({ form, encode }) => {
  it('is found at every position, whatever stands around it, from eight characters on', () => {
    fc.assert(
      fc.property(
        anyPart,
        surroundings,
        surroundings,
        bytesAround,
        bytesAround,
        (found, before, after, left, right) => {
          const text = `${before} ${encode(`${left} ${found.part} ${right}`)} ${after}`;
          const { sightings, redacted } = scanner.scan(text, 'body');
          expect(sightings).toContainEqual({ secret: found.secret.name, form, where: 'body' });
          expect(scanner.scan(redacted, 'body')).toEqual({ sightings: [], redacted });
          expect(redacted).toContain(`<${found.secret.name}>`);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what is left of a text', () => {
  it('holds no eight characters of a secret in any encoding, however many secrets it held', () => {
    const piece = fc.tuple(anyPart, fc.constantFrom(...encodings)).map(([{ part }, { encode }]) => encode(part));
    const text = fc.array(
      fc.oneof(piece, surroundings, fc.constantFrom('%', '\\', '=', '*', '...', '\n', '["', '","')),
    );
    fc.assert(
      fc.property(text, (pieces) => {
        const { redacted } = scanner.scan(pieces.join(''), 'text');
        for (const secret of secrets)
          for (let from = 0; from + 8 <= randomOf(secret).length; from += 1) {
            const gram = randomOf(secret).slice(from, from + 8);
            for (const { encode } of encodings.filter(({ form }) => form !== 'base64'))
              expect(redacted).not.toContain(encode(gram));
          }
        expect(scanner.scan(redacted, 'text').sightings).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps everything else, and names the whole value with its public prefix', () => {
    const { value, name } = at(0);
    expect(scanner.scan(`Authorization: ${value}; next`, 'text').redacted).toBe(`Authorization: <${name}>; next`);
    const basic = Buffer.from(`ada:${value}`).toString('base64');
    expect(scanner.scan(`Basic ${basic}!`, 'text').redacted).toMatch(/^Basic YWRhOmxpbl9hcGlf<LINEAR_API_KEY>.?=*!$/);
  });
});

describe('text without a secret', () => {
  it('comes back as it was', () => {
    const harmless = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2_000 }),
      fc.base64String({ maxLength: 2_000 }),
      fc.json(),
      fc.uuid(),
      fc.webUrl({ withQueryParameters: true }),
    );
    fc.assert(
      fc.property(harmless, (text) => {
        expect(scanner.scan(text, 'text')).toEqual({ sightings: [], redacted: text });
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['another key of the same kind', `lin_api_${randomOf({ name: '', prefix: '', value: canaryOf('', 40, 99) })}`],
    ['the public prefix with a mask only', 'lin_api_******** and sk-...'],
    ['seven characters', `found ${randomOf(at(1)).slice(4, 11)} there`],
    ['the last four without a mask', `ticket ${at(1).value.slice(-4)}`],
    ['a mask before other characters', '****4242 ...done'],
    ['its name', '<LINEAR_API_KEY> and LINEAR_API_KEY'],
  ])('is not flagged: %s', (_, text) => {
    expect(scanner.scan(text, 'text')).toEqual({ sightings: [], redacted: text });
  });
});

describe('a secret printed in part', () => {
  const part = randomOf(at(0));
  it.each([
    ['the first three behind the prefix, starred', `lin_api_${part.slice(0, 3)}***`, '<LINEAR_API_KEY>'],
    ['an ellipsis', `key lin_api_${part.slice(0, 5)}… used`, 'key <LINEAR_API_KEY> used'],
    ['three dots', `sk-${randomOf(at(2)).slice(0, 3)}...`, '<OPENAI_API_KEY>'],
    ['an escaped ellipsis', `lin_api_${part.slice(0, 4)}\\u2026`, '<LINEAR_API_KEY>'],
    ['the last four', `****${part.slice(-4)}`, '<LINEAR_API_KEY>'],
    ['the last six behind dots', `key ...${part.slice(-6)}.`, 'key <LINEAR_API_KEY>.'],
    ['first and last', `lin_api_${part.slice(0, 4)}…${part.slice(-4)} x`, '<LINEAR_API_KEY> x'],
    ['more than eight, then starred', `lin_api_${part.slice(0, 12)}*****`, '<LINEAR_API_KEY>'],
    ['no prefix, starred', `"${part.slice(0, 4)}****"`, '"<LINEAR_API_KEY>"'],
    ['cut off without a mask', `lin_api_${part.slice(0, 4)}`, '<LINEAR_API_KEY>'],
    ['a word for a mask', `lin_api_${part.slice(0, 4)}[REDACTED]`, '<LINEAR_API_KEY>'],
  ])('is found: %s', (_, text, redacted) => {
    const scanned = scanner.scan(text, 'text');
    expect(scanned.redacted).toBe(redacted);
    expect(scanned.sightings.map(({ form }) => form)).toEqual(['masked']);
  });
});

describe('a secret in pieces', () => {
  const { value } = at(0);
  const pieces = (size: number): readonly string[] => value.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];

  it('is found in one text, over line breaks and in an array', () => {
    for (const text of [pieces(5).join('\n'), `"${pieces(5).join('\\n')}"`, JSON.stringify(pieces(4), null, 2)]) {
      const { sightings, redacted } = scanner.scan(text, 'body');
      expect(sightings).toContainEqual({ secret: 'LINEAR_API_KEY', form: 'split', where: 'body' });
      expect(redacted.replace(/[^0-9A-Za-z]/g, '')).not.toContain(randomOf(at(0)).slice(-8));
    }
  });

  it('is found in the entries of a JSON array', () => {
    const { sightings, redacted } = scanner.scanJson({ parts: pieces(5) }, 'value');
    expect(sightings).toContainEqual({ secret: 'LINEAR_API_KEY', form: 'split', where: 'value' });
    expect(JSON.stringify(redacted)).not.toContain(randomOf(at(0)).slice(10, 15));
  });

  it('is found over the lines of a log, whatever their size, and reported where it ends', () => {
    fc.assert(
      fc.property(anySecret, fc.integer({ min: 1, max: 7 }), (secret, size) => {
        const stream = createStreamScanner(secrets);
        const lines = randomOf(secret).match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        const scanned = ['before', ...lines, 'after'].map((line) => stream.scan(line, 'text'));
        const ends = 1 + Math.ceil(8 / size) - 1;
        expect(scanned.findIndex(({ sightings }) => sightings.length > 0)).toBe(ends);
        expect(scanned[ends]?.sightings).toEqual([{ secret: secret.name, form: 'split', where: 'text' }]);
        expect(scanned[ends]?.redacted).toBe(`<${secret.name}>`);
        expect(scanned.at(-1)).toEqual({ sightings: [], redacted: 'after' });
      }),
    );
  });

  it('is found in the same field of consecutive JSON lines', () => {
    const stream = createStreamScanner(secrets);
    const lines = pieces(9).map((msg, part) => JSON.stringify({ level: 'info', part, msg }));
    const scanned = lines.map((line) => stream.scan(line, 'text'));
    expect(scanned[1]?.sightings).toContainEqual({ secret: 'LINEAR_API_KEY', form: 'split', where: 'text' });
    const stored: unknown = JSON.parse(scanned[1]?.redacted ?? '');
    expect(stored).toEqual({ level: 'info', part: 1, msg: '<LINEAR_API_KEY>' });
  });

  it('is not made up from lines that lie apart', () => {
    const stream = createStreamScanner(secrets);
    const [first = '', second = ''] = [randomOf(at(0)).slice(0, 5), randomOf(at(0)).slice(5, 10)];
    expect([first, 'between', second].flatMap((line) => stream.scan(line, 'text').sightings)).toEqual([]);
  });
});

describe('a JSON value', () => {
  it('is searched in keys and at any depth, and keeps its shape', () => {
    const { value } = at(0);
    const { sightings, redacted } = scanner.scanJson(
      { a: [1, { deep: `x ${value}` }], [value]: true, title: 'Water the plants' },
      'error',
    );
    expect(sightings).toEqual([{ secret: 'LINEAR_API_KEY', form: 'plain', where: 'error' }]);
    expect(redacted).toEqual({
      a: [1, { deep: 'x <LINEAR_API_KEY>' }],
      '<LINEAR_API_KEY>': true,
      title: 'Water the plants',
    });
  });

  it('comes back as it was when it holds no secret', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(scanner.scanJson(value as Json, 'value')).toEqual({ sightings: [], redacted: value });
      }),
    );
  });

  it('does not pass on what nests too deep to be searched', () => {
    let value: Json = at(0).value;
    for (let depth = 0; depth < 500; depth += 1) value = [value];
    expect(JSON.stringify(scanner.scanJson(value, 'value').redacted)).toContain('too deep');
  });
});

describe('a text beyond measure', () => {
  it('is cut, and nothing unsearched is passed on', () => {
    const { redacted } = scanner.scan(`${'a'.repeat(2_000_000)}${at(0).value}`, 'body');
    expect(redacted.length).toBeLessThan(1_100_000);
    expect(redacted).toContain('not searched');
  });
});
