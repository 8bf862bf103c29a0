/** The contract, held against the server: each interaction that `contracts/pacts` records is sent and judged. */
import { expectAsAgreed, perform } from '../helpers/pact/perform.ts';
import { arrangeAll } from '../helpers/pact/states.ts';
import { requirement } from '../helpers/spec.ts';
import { interactions } from './interactions/all.ts';

const byDescription = new Map(interactions.map((interaction) => [interaction.description, interaction]));

requirement(
  'contract.interactions-hold',
  {
    subjects: (operation) =>
      interactions.filter((one) => one.operation === operation).map(({ description }) => description),
  },
  async (context) => {
    const interaction = byDescription.get(context.subject);
    if (interaction === undefined) throw new Error(`no interaction '${context.subject}'`);
    const arranged = await arrangeAll(context, interaction.given);
    expectAsAgreed(interaction, await perform(context.api, interaction, arranged));
  },
);
