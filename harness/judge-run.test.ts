import { expect, test } from 'vitest';
import { voidBecause } from './judge-run.ts';

const nowhere = { control: true, reached: false, beside: false };

test('who never reached the provider is told where to look', () => {
  expect(voidBecause(nowhere, 'virtual', [])).toMatch(/world\.url/);
  expect(voidBecause(nowhere, 'real', [])).toMatch(/HTTPS_PROXY/);
  expect(voidBecause(nowhere, 'virtual', ['api.acme.example:443'])).toMatch(
    /called api\.acme\.example:443.*world\.url/,
  );
  expect(voidBecause({ ...nowhere, reached: true }, 'virtual', ['api.acme.example:443'])).toBeUndefined();
  expect(voidBecause({ ...nowhere, control: false }, 'virtual', [])).toBeUndefined();
});

test('an address that is right is not asked for where a worker calls it', () => {
  const why = voidBecause({ ...nowhere, beside: true }, 'virtual', ['127.0.0.1:4000']);
  expect(why).toMatch(/127\.0\.0\.1:4000.*What it starts/);
  expect(why).toMatch(/clock: 'real'/);
  expect(why).not.toMatch(/world\.url/);
});
