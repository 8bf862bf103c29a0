/** What one account may see and do of another's. Needs a second account. */
import { family } from './define.ts';

export const accounts = family({
  'accounts.foreign-resource-refused': {
    level: 'MUST',
    operations: [
      'getInvoice',
      'updateInvoice',
      'commitInvoice',
      'resendInvoice',
      'modifyDunning',
      'getInvoiceDocuments',
      'getIdentity',
      'getIdentityInvoices',
      'createInvoice',
    ],
    source: 'errors',
    text: "A call on another account's resource is answered with 401, 403 or 404.",
    consequence: "One merchant reads, mails or changes another merchant's invoices.",
    restsOn: ['operation.valid-request-succeeds'],
  },
  'accounts.foreign-call-has-no-effect': {
    level: 'MUST',
    operations: ['updateInvoice', 'modifyDunning', 'resendInvoice', 'createInvoice'],
    source: 'errors',
    text: "A call on another account's resource changes nothing of it.",
    consequence: "One merchant changes another merchant's invoices although the answer says no.",
    restsOn: ['accounts.foreign-resource-refused'],
  },
  'accounts.list-shows-own-identities': {
    level: 'MUST',
    operations: ['listIdentities'],
    source: 'errors',
    text: "A list of identities holds none of another account's.",
    consequence: "One merchant reads another merchant's customers.",
  },
  'accounts.same-reference-kept-apart': {
    level: 'MUST',
    operations: ['upsertIdentity', 'updateInvoice', 'getIdentityInvoices'],
    source: 'authentication',
    text: 'What bears a reference that another account uses as well is apart from it: writing one leaves the other as it was, and its list of invoices holds its own.',
    consequence: "Two merchants who number their customers alike overwrite each other's.",
  },
});
