/** Requests that break the documented form of a body, and that they change nothing. */
import { validatedOperations } from '../operations.ts';
import { family } from './define.ts';

const unnoticed = 'A mistake in an integration is not noticed until a wrong invoice reaches a customer.';

export const validation = family({
  'validation.wrong-type-refused': {
    level: 'MUST',
    operations: [...validatedOperations, 'commitInvoice'],
    source: 'errors',
    text: 'A documented member of another JSON type than the documented one is answered with 400.',
    consequence: unnoticed,
  },
  'validation.bad-format-refused': {
    level: 'MUST',
    operations: ['modifyDunning', 'commitInvoice'],
    source: 'errors',
    text: 'A text that does not have the documented format of its member is answered with 400.',
    consequence: unnoticed,
    restsOn: ['validation.wrong-type-refused'],
  },
  'validation.impossible-date-refused': {
    level: 'SHOULD',
    operations: ['modifyDunning'],
    source: 'RFC 3339 §5.7',
    text: 'A date that is in no calendar is answered with 400.',
    consequence: 'Interest is counted from a date nobody meant.',
    restsOn: ['validation.bad-format-refused'],
  },
  'validation.unknown-value-refused': {
    level: 'MUST',
    operations: ['updateInvoice', 'createInvoice', 'createIdentity', 'upsertIdentity'],
    source: 'errors',
    text: 'A value that is on no documented list of its member is answered with 400.',
    consequence: unnoticed,
    restsOn: ['validation.wrong-type-refused'],
  },
  'validation.item-without-required-member-refused': {
    level: 'MUST',
    operations: ['createInvoice'],
    source: 'identities-createinvoice',
    text: 'An invoice with an item that lacks label, quantity, unit, unitprice or detail is answered with 400.',
    consequence: 'Invoices are made with lines nobody can read or pay.',
    restsOn: ['validation.wrong-type-refused'],
  },
  'validation.updated-item-without-required-member-refused': {
    level: 'SHOULD',
    operations: ['updateInvoice'],
    source: 'identities-createinvoice',
    text: 'An update with an item that lacks a member which creation demands is answered with 400.',
    consequence: 'A correct invoice is updated to one with lines nobody can read or pay.',
    restsOn: ['validation.wrong-type-refused'],
  },
  'validation.malformed-json-refused': {
    level: 'MUST',
    operations: [...validatedOperations, 'commitInvoice'],
    source: 'errors',
    text: 'A body that is not JSON is answered with 400.',
    consequence: 'A request damaged on its way is carried out in part, or reported as an outage.',
    restsOn: ['validation.wrong-type-refused'],
  },
  'validation.body-not-an-object-refused': {
    level: 'MUST',
    operations: validatedOperations,
    source: 'errors',
    text: 'A body that is JSON but no object is answered with 400.',
    consequence: unnoticed,
    restsOn: ['validation.wrong-type-refused'],
  },
  'validation.refused-call-changes-nothing': {
    level: 'MUST',
    operations: ['updateInvoice', 'modifyDunning', 'createInvoice', 'createIdentity', 'upsertIdentity'],
    source: 'errors',
    text: 'A request answered with 400 changes nothing, also where its other members are right.',
    consequence: 'A client corrects its mistake and repeats the call on data that is already half changed.',
  },
  'validation.details-name-the-member': {
    level: 'MUST',
    operations: validatedOperations,
    source: 'errors',
    text: 'Where the details of a 400 name fields, the member at fault is among them.',
    consequence: 'A form marks the wrong field, and its user cannot find the mistake.',
    everyAnswer: true,
    restsOn: ['errors.details-shape'],
  },
  'validation.hostile-body-survived': {
    level: 'MUST',
    operations: [...validatedOperations, 'commitInvoice', 'resendInvoice'],
    source: 'errors',
    text: 'A strange body (empty, null, deeply nested, very long, control characters, huge numbers, doubled members) is never answered with a 5xx status.',
    consequence: 'One odd request from one client is an outage for the others.',
  },
});
