/** What calibration needs to know of one contract's run, and what it makes of it. */

export type Seen = 'pass' | 'fail' | 'not-verified' | 'not-applicable' | 'harness-error';

/** What a run said of each rule, and what the contract says of itself. */
export interface Tried {
  readonly name: string;
  readonly compliant: boolean;
  /** Rules that it declares to break. */
  readonly declared: readonly string[];
  readonly rules: { readonly [rule: string]: Seen };
  readonly cases: number;
  readonly tookMs: number;
  /** The run could not be carried out, or counts for nothing. */
  readonly trouble?: string;
}

export interface Judgement {
  /** Broken by its own rule; always true for a compliant one that broke nothing. */
  readonly caught: boolean;
  /** Broken although nobody declared it. For a compliant contract: a false alarm. */
  readonly undeclared: readonly string[];
  /** Declared, but it held or was not put to the test. */
  readonly missing: readonly string[];
  readonly harnessErrors: readonly string[];
}

const withVerdict = ({ rules }: Tried, wanted: Seen): readonly string[] =>
  Object.keys(rules).filter((rule) => rules[rule] === wanted);

export function judge(tried: Tried): Judgement {
  const broken = withVerdict(tried, 'fail');
  const { declared, name, compliant } = tried;
  return {
    caught: compliant ? broken.length === 0 : broken.includes(name),
    undeclared: broken.filter((rule) => !declared.includes(rule)),
    missing: declared.filter((rule) => !broken.includes(rule)),
    harnessErrors: withVerdict(tried, 'harness-error'),
  };
}

/** As it should be: broken exactly what is declared, and nothing went wrong on our side. */
export const isExact = (tried: Tried): boolean => {
  const { caught, undeclared, missing, harnessErrors } = judge(tried);
  const differences = undeclared.length + missing.length + harnessErrors.length;
  return caught && differences === 0 && tried.trouble === undefined;
};
