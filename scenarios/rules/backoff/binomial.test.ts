import { expect, test } from 'vitest';
import { atMost } from './binomial.ts';

test('agrees with what is known', () => {
  expect(atMost(0, 64, 0.25)).toBeCloseTo(0.75 ** 64, 20);
  expect(atMost(1, 2, 0.5)).toBeCloseTo(0.75, 12);
  expect(atMost(5, 10, 0.5)).toBeCloseTo(638 / 1024, 12);
  expect(atMost(3, 64, 0.325)).toBeCloseTo(6.126623e-8, 13);
});

test('has the right ends', () => {
  expect(atMost(-1, 10, 0.5)).toBe(0);
  expect(atMost(10, 10, 0.5)).toBe(1);
  expect(atMost(0, 10, 0)).toBe(1);
  expect(atMost(0, 10, 1)).toBe(0);
});

test('does not underflow: half of 5,000 trials are not improbable', () => {
  expect(atMost(2500, 5000, 0.5)).toBeGreaterThan(0.5);
  expect(atMost(1250, 5000, 0.25)).toBeCloseTo(0.5, 1);
});
