/** What calibration needs to know of one contract's run, and what it makes of it. */
import { ruleOf } from './contracts.ts';

export type Seen = 'pass' | 'fail' | 'not-verified' | 'not-applicable' | 'harness-error';

/** What a run said of each rule, and what the contract says of itself. */
export interface Tried {
  readonly name: string;
  readonly compliant: boolean;
  /** Rules that it declares to break. */
  readonly declared: readonly string[];
  /** Rules that behaviour can prove but not refute, and that it declares to leave unproven. */
  readonly leftOpen: readonly string[];
  readonly rules: { readonly [rule: string]: Seen };
  /** Files of the run that hold a piece of a secret, with its name. */
  readonly leaks: readonly string[];
  readonly cases: number;
  readonly tookMs: number;
  /** The run could not be carried out, or counts for nothing. */
  readonly trouble?: string;
}

export interface Judgement {
  /** Not passed by its own rule; for a compliant one: it broke nothing but what it declares. */
  readonly caught: boolean;
  /** Broken although nobody declared it. For a compliant contract: a false alarm. */
  readonly undeclared: readonly string[];
  /** Declared, but it held or was not put to the test; or to be left open, but it was decided. */
  readonly missing: readonly string[];
  readonly harnessErrors: readonly string[];
}

const withVerdict = ({ rules }: Tried, wanted: Seen): readonly string[] =>
  Object.keys(rules).filter((rule) => rules[rule] === wanted);

export function judge(tried: Tried): Judgement {
  const broken = withVerdict(tried, 'fail');
  const open = withVerdict(tried, 'not-verified');
  const { declared, leftOpen, compliant } = tried;
  const own = ruleOf(tried);
  const undeclared = broken.filter((rule) => !declared.includes(rule));
  return {
    caught: compliant
      ? undeclared.length === 0
      : broken.includes(own) || (leftOpen.includes(own) && open.includes(own)),
    undeclared,
    missing: [...declared.filter((rule) => !broken.includes(rule)), ...leftOpen.filter((rule) => !open.includes(rule))],
    harnessErrors: withVerdict(tried, 'harness-error'),
  };
}

/** As it should be: broken exactly what is declared, and nothing went wrong on our side. */
export const isExact = (tried: Tried): boolean => {
  const { caught, undeclared, missing, harnessErrors } = judge(tried);
  const differences = undeclared.length + missing.length + harnessErrors.length + tried.leaks.length;
  return caught && differences === 0 && tried.trouble === undefined;
};
