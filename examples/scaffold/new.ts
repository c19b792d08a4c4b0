/** `npm run new -- provider <name>`: starts a new part from a small one that works. Never writes over anything. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isProviderName, nextSteps, providerFiles } from './provider.ts';

const [kind, name = '', ...more] = process.argv.slice(2);
const root = process.cwd();

const refuse = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(2);
};

if (kind !== 'provider' || more.length > 0)
  refuse('Say what is new and what it is called: npm run new -- provider acme');
if (!isProviderName(name))
  refuse(`"${name}" is no name for a folder here: give lower-case words with hyphens, such as acme-billing`);
if (!existsSync(join(root, 'providers/described'))) refuse(`${root} is not the root of this repository: run it there`);
if (existsSync(join(root, 'providers', name)))
  refuse(`providers/${name} exists already, and nothing is overwritten: give another name`);

const today = new Date().toISOString().slice(0, 10);
for (const [path, text] of Object.entries(providerFiles(name, today))) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text, { flag: 'wx' });
  process.stdout.write(`wrote ${path}\n`);
}
process.stdout.write(`${nextSteps(name)}\n`);
