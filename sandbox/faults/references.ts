/** Faults of the references that are generated where a creation sends none. */
import { type JsonObject, without } from '../json.ts';
import { type Fault, on } from './fault.ts';

const missingReference = {
  path: 'reference',
  member: 'reference',
  rule: 'required',
  expected: 'a text',
  hint: 'Send a reference.',
} as const;

export const referenceFaults = [
  {
    id: 'invoice-reference-empty',
    breaks: 'create.reference-generated',
    operation: 'createInvoice',
    sentence: 'An invoice that was created without a reference gets none.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        referenceWhenAbsent: ({ world }) => `hidden-${world.nextNumber()}`,
        view: (call, invoice) => {
          const shown = view(call, invoice);
          return invoice.reference.startsWith('hidden-') ? { ...shown, reference: '' } : shown;
        },
      },
    }),
  },
  {
    id: 'identity-reference-not-the-one-stored',
    breaks: 'create.reference-generated',
    operation: 'createIdentity',
    sentence: 'A generated reference is answered that names nothing.',
    change: ({ identities: { store } }) => ({
      identities: {
        store: on('createIdentity', store, (call, owner, identity) => {
          const generated = typeof call.body.reference !== 'string';
          store(call, owner, generated ? { ...identity, reference: `${identity.reference}-0` } : identity);
        }),
      },
    }),
  },
  {
    id: 'invoice-references-repeat',
    breaks: 'create.generated-references-differ',
    operation: 'createInvoice',
    sentence: 'A reference is generated from the customer and the due date.',
    change: () => ({
      invoices: { referenceWhenAbsent: ({ reference, body }) => `R-${reference}-${String(body.due)}` },
    }),
  },
  {
    id: 'identity-references-repeat',
    breaks: 'create.generated-references-differ',
    operation: 'createIdentity',
    sentence: 'A reference is generated from the name.',
    change: () => ({
      identities: {
        referenceWhenAbsent: ({ body }) => `C-${Buffer.from(JSON.stringify(body)).toString('hex').slice(0, 120)}`,
      },
    }),
  },
  {
    id: 'no-invoice-reference',
    breaks: 'create.reference-generated',
    operation: 'createInvoice',
    sentence: 'An invoice that was created without a reference has none, and its creation answers without one.',
    change: ({ invoices: { view } }) => ({
      invoices: {
        referenceWhenAbsent: ({ world }) => `hidden-${world.nextNumber()}`,
        view: (call, invoice) => withoutHidden(view(call, invoice)),
      },
    }),
  },
  {
    id: 'no-identity-reference',
    breaks: 'create.reference-generated',
    operation: 'createIdentity',
    sentence: 'An identity that was created without a reference has none, and its creation answers without one.',
    change: ({ identities: { view } }) => ({
      identities: {
        referenceWhenAbsent: ({ world }) => `hidden-${world.nextNumber()}`,
        view: (call, identity) => withoutHidden(view(call, identity)),
      },
    }),
  },
  {
    id: 'identity-reference-demanded',
    breaks: 'create.reference-generated',
    operation: 'createIdentity',
    sentence: 'An identity without a reference is refused, unless nothing at all is sent.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: on('createIdentity', problems, (call) =>
          call.body.reference === undefined && Object.keys(call.body).length > 0
            ? [...problems(call), missingReference]
            : problems(call),
        ),
      },
    }),
  },
] as const satisfies readonly Fault[];

function withoutHidden(shown: JsonObject): JsonObject {
  return String(shown.reference).startsWith('hidden-') ? without(shown, 'reference') : shown;
}
