/** An update that sends items replaces them all; one that sends none leaves them. */
import { family } from './define.ts';

const operations = ['updateInvoice'] as const;
const source = 'invoices-update';
const replaced = 'items.one-replaces-many';
const wrong = 'The customer receives an invoice with lines that nobody ordered, or without some that were.';

export const items = family({
  'items.one-replaces-many': {
    level: 'MUST',
    operations,
    source,
    text: 'Sending one item in place of three leaves that item alone.',
    consequence: wrong,
    restsOn: ['update.answered-means-stored'],
  },
  'items.many-replace-one': {
    level: 'MUST',
    operations,
    source,
    text: 'Sending five items in place of one leaves those five.',
    consequence: wrong,
    restsOn: ['update.answered-means-stored', replaced],
  },
  'items.same-number-replaced': {
    level: 'MUST',
    operations,
    source,
    text: 'Sending as many items as there were leaves the sent ones, each with all its members.',
    consequence: wrong,
    restsOn: ['update.answered-means-stored', replaced],
  },
  'items.order-kept': {
    level: 'MUST',
    operations,
    source,
    text: 'Items come back in the order in which they were sent.',
    consequence: 'The lines of the printed invoice stand in another order than in the order they bill.',
    restsOn: ['update.answered-means-stored', replaced, 'items.same-number-replaced'],
  },
  'items.duplicates-kept': {
    level: 'MUST',
    operations,
    source,
    text: 'Two equal items stay two items.',
    consequence: 'The second of two equal positions is never billed.',
    restsOn: ['update.answered-means-stored', replaced],
  },
  'items.identical-update-changes-nothing': {
    level: 'MUST',
    operations,
    source,
    text: 'Sending the items an invoice already has leaves them as they are.',
    consequence: 'A job that writes the same invoice every night doubles its lines.',
    restsOn: ['update.answered-means-stored', replaced, 'items.same-number-replaced', 'items.duplicates-kept'],
  },
  'items.long-list-kept': {
    level: 'MUST',
    operations,
    source,
    text: 'A list of 120 items is kept whole.',
    consequence: 'Large orders are billed in part.',
    restsOn: ['update.answered-means-stored', 'items.many-replace-one', 'items.order-kept'],
  },
  'items.nothing-of-the-old-kept': {
    level: 'MUST',
    operations,
    source,
    text: 'A new item holds no member of the item that stood in its place or bore its label.',
    consequence: 'A line shows the description or the account of a product that is no longer on it.',
    restsOn: ['update.answered-means-stored', replaced],
  },
  'items.same-label-replaced': {
    level: 'MUST',
    operations,
    source,
    text: 'An item with the label of an old one replaces it like any other, and the old ones not sent are gone.',
    consequence: wrong,
    restsOn: ['update.answered-means-stored', replaced, 'items.same-number-replaced', 'items.duplicates-kept'],
  },
  'items.quantities-kept': {
    level: 'MUST',
    operations,
    source,
    text: 'An accepted quantity comes back with the value that was sent, fractions included.',
    consequence: 'Two and a half hours are billed as two or three.',
    restsOn: ['update.answered-means-stored', replaced],
  },
  'items.prices-kept': {
    level: 'MUST',
    operations,
    source,
    text: 'An accepted unit price of two decimals comes back with the value that was sent.',
    consequence: 'The customer is billed another price than the one agreed.',
    restsOn: ['update.answered-means-stored', replaced],
  },
  'items.texts-kept': {
    level: 'MUST',
    operations,
    source,
    text: 'An accepted label or description comes back character by character, whatever its script.',
    consequence: 'Names of products are printed damaged.',
    restsOn: ['update.answered-means-stored', replaced],
  },
  'items.untouched-when-absent': {
    level: 'MUST',
    operations,
    source,
    text: 'An update without items leaves them as they were, whichever other member it sends.',
    consequence: 'Correcting a due date empties the invoice.',
  },
  'items.untouched-by-refused-update': {
    level: 'MUST',
    operations,
    source,
    text: 'An update that is refused leaves the items as they were.',
    consequence: 'A mistake in one line destroys the others.',
  },
  'items.of-other-invoices-untouched': {
    level: 'MUST',
    operations,
    source,
    text: "Replacing the items of one invoice leaves those of the same customer's other invoices.",
    consequence: 'Correcting one invoice silently changes another.',
    restsOn: ['get-invoice.returns-the-one-asked-for'],
  },
});
