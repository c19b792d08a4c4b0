/** The matrix, rule by mutant, as text: what broke, and whether that was declared. */
import { ruleOf } from './contracts.ts';
import { judge, type Tried } from './verdicts.ts';

const legend =
  '# its own rule  + also declared  o left unproven  ! broken, not declared  ? declared, not broken  E harness error  · held';

function cell(tried: Tried, rule: string): string {
  const seen = tried.rules[rule];
  if (seen === 'harness-error') return 'E';
  const declared = tried.declared.includes(rule);
  if (seen === 'fail') return declared ? (rule === ruleOf(tried) ? '#' : '+') : '!';
  if (declared) return '?';
  if (seen === 'not-verified' && tried.leftOpen.includes(rule)) return 'o';
  return seen === 'pass' ? '·' : ' ';
}

/** One row for each contract, one column for each rule, numbered; a blank cell was not put to the test. */
export function matrix(rules: readonly string[], all: readonly Tried[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  const numbers = rules.map((_, index) => String(index + 1).padStart(2, '0'));
  const heading = [0, 1].map((digit) => `${' '.repeat(width)}  ${numbers.map((number) => number[digit]).join('')}`);
  const rows = all.map((tried) => `${tried.name.padEnd(width)}  ${rules.map((rule) => cell(tried, rule)).join('')}`);
  const names = rules.map((rule, index) => `${numbers[index]} ${rule}`);
  return [...columns(names, 3), '', ...heading, ...rows, '', legend].join('\n');
}

function columns(texts: readonly string[], count: number): readonly string[] {
  const height = Math.ceil(texts.length / count);
  const width = Math.max(...texts.map((text) => text.length)) + 2;
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: count }, (_, column) => (texts[column * height + row] ?? '').padEnd(width))
      .join('')
      .trimEnd(),
  );
}

/** One line for each way in which a contract did not behave as it declares. Empty when it did. */
export function complaints(tried: Tried): readonly string[] {
  if (tried.trouble !== undefined) return [`${tried.name}: did not run: ${tried.trouble}`];
  const { undeclared, missing, harnessErrors } = judge(tried);
  const what = tried.compliant ? 'false alarm' : 'breaks, but does not declare';
  return [
    ...(undeclared.length === 0 ? [] : [`${what}: ${undeclared.join(', ')}`]),
    ...missing.map(
      (rule) =>
        `declares ${tried.leftOpen.includes(rule) ? 'to leave open' : 'to break'} ${rule}, which is ${tried.rules[rule] ?? 'not a rule'}`,
    ),
    ...(tried.leaks.length === 0 ? [] : [`our own files hold pieces of secrets: ${tried.leaks.join(', ')}`]),
    ...(harnessErrors.length === 0 ? [] : [`harness error in: ${harnessErrors.join(', ')}`]),
  ].map((line) => `${tried.name}: ${line}`);
}
