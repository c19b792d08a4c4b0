import { describe, expect, test } from 'vitest';
import { toldError, toldValue } from './told.ts';

const throwing = (): never => {
  throw new Error('from an accessor');
};
const circular: Record<string, unknown> = { a: 1 };
circular.self = circular;
const nested = (depth: number): unknown => (depth === 0 ? 'bottom' : [nested(depth - 1)]);

describe('what a subject returned', () => {
  test.each<[string, unknown, unknown]>([
    ['plain JSON', { a: [1, null, 'x'] }, { a: [1, null, 'x'] }],
    ['what JSON says by itself', { date: new Date(0), gone: undefined }, { date: '1970-01-01T00:00:00.000Z' }],
    ['nothing', undefined, null],
    ['a circle', { value: circular }, { value: { a: 1, self: '[circular]' } }],
    ['the same part twice', [circular.a, circular.a], [1, 1]],
    ['a big number, with all around it kept', { kind: 'ok', value: { n: 12n } }, { kind: 'ok', value: { n: '12' } }],
    [
      'an accessor that throws',
      Object.defineProperty({ b: 2 }, 'a', { get: throwing, enumerable: true }),
      { b: 2, a: '[unreadable]' },
    ],
    ['a toJSON that throws', { a: { toJSON: throwing } }, { a: { toJSON: String(throwing) } }],
    ['a proxy that refuses everything', new Proxy({}, { get: throwing, ownKeys: throwing }), '[unreadable]'],
  ])('%s', (_what, value, told) => {
    expect(toldValue(value)).toEqual(told);
  });

  test('what is too long is cut', () => {
    const long = 'x'.repeat(5_000_000);
    expect(String(toldValue(long))).toMatch(/^x{4194304}… \(805696 more characters\)$/);
    expect(toldValue({ kind: 'ok', value: [long, 'after'] })).toMatchObject({
      kind: 'ok',
      value: { 1: '… (5 more characters)' },
    });
    expect(toldError(new Error(long)).message.length).toBeLessThan(4_200_000);
  });

  test('what is nested or repeated beyond measure is left out', () => {
    expect(JSON.stringify(toldValue({ deep: nested(50), n: 1n }))).toContain('[too deep]');
    const many = toldValue([1n, ...Array.from({ length: 30_000 }, () => 1)]);
    expect(Array.isArray(many) && many.at(-1)).toBe('[too much]');
  });
});

describe('what a subject threw', () => {
  test.each<[string, unknown, { readonly name: string; readonly message: string }]>([
    ['an error', new TypeError('no'), { name: 'TypeError', message: 'no' }],
    ['null', null, { name: 'object', message: 'null' }],
    ['a text', 'no', { name: 'string', message: 'no' }],
    ['a symbol', Symbol('no'), { name: 'symbol', message: 'Symbol(no)' }],
    ['an object without a prototype', Object.create(null), { name: 'object', message: '[unreadable]' }],
    [
      'a proxy',
      new Proxy({}, { getPrototypeOf: throwing, get: throwing }),
      { name: 'object', message: '[unreadable]' },
    ],
    [
      'an error whose message throws',
      Object.defineProperty(new Error('x'), 'message', { get: throwing }),
      { name: 'Error', message: '[unreadable]' },
    ],
    [
      'an error whose name and message are no texts',
      Object.assign(new Error('x'), { name: 7, message: { a: 1 } }),
      { name: '7', message: '[object Object]' },
    ],
  ])('%s', (_what, thrown, told) => {
    expect(toldError(thrown)).toMatchObject(told);
    expect(typeof toldError(thrown).stack).toBe('string');
  });
});
