/**
 * Breaks nothing: says "accepted" at once, does the work in the background, and tells the user afterwards if it failed. Whoever
 * confuses the two answers takes it for a liar.
 */
import { defineIntegration, type IntegrationError } from '@compass/gauntlet';
import { mutant } from './base.ts';

const { start, ...declared } = mutant({});

export const breaks: readonly string[] = [];

export default defineIntegration({
  ...declared,
  start: async (world) => {
    if (start === undefined) throw new Error('What all mutants share has a start().');
    const { perform, notifications, ...inner } = await start(world);
    const told: { readonly user: string; readonly error: IntegrationError }[] = [];
    return {
      ...inner,
      notifications: async () => [...((await notifications?.()) ?? []), ...told],
      perform: async (operation, input, context) => {
        if (declared.operations[operation]?.stateChanging !== true) return perform(operation, input, context);
        void perform(operation, input, context).then((result) => {
          if (!result.ok) told.push({ user: context.user, error: result.error });
        });
        return { ok: true, value: { accepted: context.correlationId } };
      },
    };
  },
});
