import { expect, test } from 'vitest';
import { digestComparisons, type ParsedSource, parseSource } from './digest-comparisons.ts';

const parsed = (file: string, text: string): ParsedSource => {
  const source = parseSource(file, text);
  if (source === undefined) throw new Error(`${file} does not parse`);
  return source;
};

/** Lines with a comparison, by file. */
const found = (files: { readonly [file: string]: string }): unknown =>
  Object.fromEntries(
    [...digestComparisons(Object.entries(files).map(([file, text]) => parsed(file, text)))]
      .filter(([, comparisons]) => comparisons.length > 0)
      .map(([file, comparisons]) => [file, comparisons.map(({ line, operator }) => `${line} ${operator}`)]),
  );

const hmac = "createHmac('sha256', secret).update(body).digest('hex')";

test.each([
  ['directly', `if (${hmac} === given) ok();`],
  ['turned round, loosely, negated', `if (given != ${hmac}) throw new Error();`],
  ['with a prefix', `const ok = given === \`sha256=\${crypto.${hmac}}\`;`],
  ['through variables', `const mac = ${hmac};\nconst wanted = 'v0=' + mac;\nexport const ok = given === wanted;`],
  ['assigned later', `function f(given) { let mac; mac = ${hmac}; return mac === given; }`],
  ['through a function', `const sign = (body) => ${hmac};\nfunction check(given) { return sign(body) === given; }`],
  ['through a method', `class Hook { sign(body) { return ${hmac}; } ok(given) { return this.sign(body) === given; } }`],
  ['in a callback', `const mac = ${hmac};\nexport const ok = header.split(',').some((each) => each === mac);`],
  [
    'with WebCrypto',
    `async function f() { const bytes = await crypto.subtle.sign('HMAC', key, body);\nconst hex = Buffer.from(bytes).toString('hex'); return hex === given; }`,
  ],
  ['with crypto-js', 'const ok = CryptoJS.HmacSHA256(body, secret).toString() == header;'],
  ['in TypeScript', `const mac = ${hmac} as string;\nexport const ok: boolean = mac! === (given as string);`],
])('a keyed digest is seen: %s', (_how, text) => {
  expect(Object.keys(Object(found({ 'a.ts': text })))).toEqual(['a.ts']);
});

test.each([
  [
    'a constant-time comparison',
    `const mac = ${hmac};\nexport const ok = mac.length === given.length && timingSafeEqual(Buffer.from(mac), Buffer.from(given));`,
  ],
  [
    'a checksum without a key',
    "const sum = createHash('sha256').update(body).digest('hex');\nexport const same = sum === cached;",
  ],
  [
    'whether there is one',
    `const mac = ${hmac};\nexport const none = mac === undefined || mac === '' || typeof mac === 'string';`,
  ],
  [
    'two keyed digests, which hide the timing',
    `const twice = (text) => createHmac('sha256', random).update(text).digest('hex');\nexport const ok = twice(a) === twice(b);`,
  ],
  [
    'another variable of that name',
    `function a() { const mac = ${hmac}; return mac; }\nfunction b(mac) { return mac === given; }`,
  ],
  [
    'a signature made with RSA',
    "const made = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, body);\nexport const ok = made === given;",
  ],
  ['a length', `const mac = ${hmac};\nif (mac.length !== given.length) throw new Error();`],
])('an honest comparison is not blamed: %s', (_how, text) => {
  expect(found({ 'a.ts': text })).toEqual({});
});

test('a function of another file is followed', () => {
  expect(
    found({
      'src/sign.ts': `export function sign(body, secret) { return ${hmac}; }\nexport default sign;`,
      'src/again.ts':
        "import { sign } from './sign.js';\nexport const prefixed = (body) => 'v1=' + sign(body, secret);",
      'src/hook.ts':
        "import { prefixed } from './again.ts';\nimport other from './sign';\nexport const a = prefixed(body) === given;\nexport const b = other(body) === given;",
      'src/other.ts': "import { sign } from 'somewhere-else';\nexport const c = sign(body) === given;",
    }),
  ).toEqual({ 'src/hook.ts': ['3 ===', '4 ==='] });
});

test('what does not parse is told, not guessed', () => {
  expect(parseSource('a.ts', 'const = ;')).toBeUndefined();
});
