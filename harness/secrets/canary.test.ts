import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCanary } from './canary.ts';

const shape = { prefix: 'lin_api_', randomLength: 40, use: 'credential' } as const;

describe('a canary', () => {
  it('has the shape of the real secret', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 16, max: 100 }), (seed, randomLength) => {
        const canary = makeCanary({ ...shape, randomLength }, seed);
        expect(canary).toMatch(new RegExp(`^lin_api_[0-9A-Za-z]{${randomLength}}$`));
      }),
    );
  });

  it('is the same for the same seed, and another for another seed or kind', () => {
    expect(makeCanary(shape, 7)).toBe(makeCanary(shape, 7));
    const values = [makeCanary(shape, 7), makeCanary(shape, 8), makeCanary({ ...shape, prefix: 'sk-' }, 7)];
    expect(new Set(values.map((value) => value.slice(-40))).size).toBe(3);
  });

  it('begins and ends like no ordinary word', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const random = makeCanary(shape, seed).slice(shape.prefix.length);
        for (const end of [random.slice(0, 3), random.slice(-4)]) {
          expect(end).toMatch(/\d/);
          expect(end).toMatch(/[A-Z]/);
          expect(end).toMatch(/[a-z]/);
        }
      }),
    );
  });

  it('is refused when it would be too short to be told from chance', () => {
    expect(() => makeCanary({ ...shape, randomLength: 12 }, 1)).toThrow('at least 16');
  });
});
