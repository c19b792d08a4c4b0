/** Declares a service in Python to Gauntlet: `npx gauntlet run examples/python/python.contract.ts`. */
import { board } from './contract.ts';

export default board();
