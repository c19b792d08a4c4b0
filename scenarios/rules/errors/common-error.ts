/** The rows of STD-17-01 Appendix C: which failure has which code and which sentence. */
import type { Rule } from '../../../harness/ports/rule.ts';
import { eachByItself, observed, whenItCalls } from '../../observing.ts';
import { endingsOf, type FailureKind, fieldsOf, kindOf, userTextOf } from './endings.ts';

interface CommonError {
  readonly id: string;
  readonly kind: FailureKind;
  readonly code: string;
  /** The sentence of the table, placeholders in square brackets. */
  readonly sentence: string;
  /** When the provider answers so: "with 401". */
  readonly when: string;
}

/** A placeholder stands for any words; apostrophes, case and the last full stop do not matter. */
const patternOf = (sentence: string): RegExp => {
  const escaped = sentence
    .replace(/\.$/, '')
    .split(/\[[^\]]*\]/)
    .map((part) =>
      part
        .replace(/[.*+?^${}()|\\]/g, '\\$&')
        .replace(/'/g, "['’]")
        .replace(/\bWe\['’\]ll/g, "We(?:['’]ll| will)"),
    );
  return new RegExp(escaped.join('\\S.*?'), 'is');
};

export const commonErrorRule = ({ id, kind, code, sentence, when }: CommonError): Rule => {
  const pattern = patternOf(sentence);
  return {
    id,
    statement: `A call that fails because the provider answers ${when} returns \`${code}\` and the sentence for it.`,
    topic: 'errors',
    card: {
      asks: `Return \`${code}\`, or a code that ends in \`_${code}\`, with the message "${sentence}"`,
      tested: `The provider answers ${when} until the call fails; code and message of its error are read.`,
      fails:
        'The code is another one, or the sentence stands neither in `message` nor in `message` and `suggestion` together.',
      fix: 'Keep codes and sentences of Appendix C in one table, by the kind of failure.',
      source: 'STD-17-01 Appendix C',
    },
    appliesTo: whenItCalls,
    observe: (trace) =>
      endingsOf(trace).flatMap((ending) => {
        if (kindOf(ending) !== kind) return [];
        const said = fieldsOf(ending.error).code ?? '';
        const { message, suggestion } = userTextOf(ending.error);
        const codeFits = typeof said === 'string' && (said === code || said.endsWith(`_${code}`));
        const messageFits = pattern.test(message) || pattern.test(`${message} ${suggestion}`);
        const facts = { ...ending.facts, code: said, message, wantedCode: code, sentence, codeFits, messageFits };
        return [observed(trace, codeFits && messageFits, facts, ending.events)];
      }),
    decide: eachByItself,
  };
};
