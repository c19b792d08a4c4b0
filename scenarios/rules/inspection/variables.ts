/** Which variables of the environment an integration needs. */
import type { Inspection } from '../../../harness/model/inspection.ts';
import type { RunFacts } from '../../../harness/model/run-facts.ts';

/** Set by the platform, or read by Node itself: nobody writes them into `.env`. */
const ofThePlatform =
  /^(NODE_[A-Z_]+|npm_.*|PATH|HOME|PWD|USER|SHELL|LANG|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|CI|TERM|NO_COLOR|FORCE_COLOR|DEBUG|HOSTNAME)$/;

/** Read by name in the run, and named in the integration's own files: others are a library's. Secrets are declared. */
export const readByIntegration = (
  { variables: { declared, named } }: Pick<Inspection, 'variables'>,
  { envRead }: Pick<RunFacts, 'envRead'>,
): readonly string[] =>
  envRead.filter((name) => named.includes(name) && !declared.includes(name) && !ofThePlatform.test(name));
