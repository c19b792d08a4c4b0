/** The default export of a contract that is a module, and why there is none, in words that say what to do next. */
import { pathToFileURL } from 'node:url';
import { toldError } from './clock/told.ts';
import { guardedImport, ImportBrokenOff } from './guarded-import.ts';
import { ContractError } from './ports/errors.ts';
import { registerContractLoader } from './subjects/contract-loader.ts';

/** Where and why; without the heading of the compiler and the stack of requires. */
export const reasonOf = (error: unknown): string =>
  toldError(error)
    .message.replace(/^Transform failed with \d+ errors?:\n/, '')
    .replace(/\nRequire stack:[\s\S]*$/, '')
    .trim();
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const isUnparsable = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'SyntaxError' || error.name === 'TransformError');

const loadProblem = (file: string, error: unknown): ContractError => {
  const cause = { cause: error };
  if (isUnparsable(error)) {
    return new ContractError(`${file} does not parse: ${reasonOf(error)}\nCorrect the syntax there.`, cause);
  }
  if (codeOf(error) === 'ERR_MODULE_NOT_FOUND' || codeOf(error) === 'MODULE_NOT_FOUND') {
    return new ContractError(
      `${file} imports something that is not there: ${reasonOf(error)}\nInstall it or correct the path. SDKs and the integration itself are best imported inside start(), with await import(...).`,
      cause,
    );
  }
  if (error instanceof ImportBrokenOff) {
    return new ContractError(
      `${file} ${error.message}.\nA contract is loaded for its data before anything is started: move what the integration does into start().`,
      cause,
    );
  }
  return new ContractError(
    `${file} threw while it was loaded: ${reasonOf(error)}\nA contract is loaded for its data before anything is started: move what needs the environment, and imports of SDKs, into start().`,
    cause,
  );
};

/** Undefined without one. `file`: how it is named. Rejects with `ContractError`. */
export const importDefault = async (path: string, file: string): Promise<unknown> => {
  registerContractLoader();
  let loaded: unknown;
  try {
    loaded = await guardedImport(pathToFileURL(path).href);
  } catch (error) {
    throw loadProblem(file, error);
  }
  const exported: unknown = Reflect.get(Object(loaded), 'default');
  // In a package that is CommonJS, the exports of the file come one level down.
  const isCommonJs = typeof exported === 'object' && exported !== null && '__esModule' in exported;
  return isCommonJs ? Reflect.get(exported, 'default') : exported;
};
