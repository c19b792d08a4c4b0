/** Logs the new key after a rotation. */
import { managedMutant, renewKey } from './managed-base.ts';

export const breaks = ['secret-not-logged'];

export default managedMutant({
  renews: async (secrets) => {
    const renewed = await renewKey(secrets);
    if (renewed) process.stdout.write(`the key is ${secrets.apiKey} now\n`);
    return renewed;
  },
});
