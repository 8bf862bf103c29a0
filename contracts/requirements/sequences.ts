/** Random sequences of calls against a small model of what is promised. */
import { family } from './define.ts';

export const sequences = family({
  'sequences.agree-with-the-model': {
    level: 'MUST',
    operations: ['updateInvoice'],
    source: 'invoices-update',
    text: 'After any sequence of updates, refused updates, resends, dunning changes and replays, every invoice shows what the documentation promises.',
    consequence: 'Calls that work one by one spoil an invoice together.',
    restsOn: ['*'],
  },
});
