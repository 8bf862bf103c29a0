/** Freedoms of how a success is answered. */
import type { Freedom } from './freedom.ts';

const creating: readonly string[] = ['createInvoice', 'createIdentity'];

export const statusFreedoms = [
  {
    id: 'created-is-201',
    sentence: 'Creations are answered with 201.',
    change: ({ answers: { status } }) => ({
      answers: {
        status: (request, success) => (creating.includes(request.operation) ? 201 : status(request, success)),
      },
    }),
  },
] as const satisfies readonly Freedom[];
