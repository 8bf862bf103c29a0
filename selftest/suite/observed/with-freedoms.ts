/** What the sandbox answers to the open questions where it uses its freedoms. */
import type { FreedomId } from '../../../sandbox/freedoms/index.ts';
import type { Answers } from './by-default.ts';

/** Sets of freedoms, each with the answers that differ. */
export const answersOfFreedoms: readonly { readonly freedoms: readonly FreedomId[]; readonly answers: Answers }[] = [
  {
    freedoms: ['jobs-alike', 'resends-hidden', 'other-body-replayed'],
    answers: {
      'same-key-other-body @ resendInvoice': 'answered alike',
      'same-key-other-body @ modifyDunning': 'replayed',
      'same-key-other-body @ createInvoice': 'replayed',
      'same-key-other-body @ createIdentity': 'replayed',
      'same-key-other-resource @ resendInvoice': 'answered alike',
      'empty-key @ resendInvoice': 'answered alike',
      'quoted-key @ resendInvoice': 'answered alike',
      'resend-shown @ getInvoiceDocuments': 'not shown',
      'job-id @ resendInvoice': 'always the same',
    },
  },
  {
    freedoms: ['jobs-alike', 'other-body-replayed'],
    answers: {
      'same-key-other-body @ resendInvoice': 'replayed',
      'same-key-other-body @ modifyDunning': 'replayed',
      'same-key-other-body @ createInvoice': 'replayed',
      'same-key-other-body @ createIdentity': 'replayed',
      'empty-key @ resendInvoice': 'answered alike',
      'quoted-key @ resendInvoice': 'answered alike',
      'job-id @ resendInvoice': 'always the same',
    },
  },
  {
    freedoms: ['jobs-alike', 'other-body-executed'],
    answers: {
      'same-key-other-body @ resendInvoice': 'executed',
      'same-key-other-body @ modifyDunning': 'executed',
      'same-key-other-body @ createInvoice': 'executed',
      'same-key-other-body @ createIdentity': 'executed',
      'empty-key @ resendInvoice': 'answered alike',
      'quoted-key @ resendInvoice': 'answered alike',
      'job-id @ resendInvoice': 'always the same',
    },
  },
  {
    freedoms: ['other-body-executed'],
    answers: {
      'same-key-other-body @ resendInvoice': 'executed',
      'same-key-other-body @ modifyDunning': 'executed',
      'same-key-other-body @ createInvoice': 'executed',
      'same-key-other-body @ createIdentity': 'executed',
    },
  },
  {
    freedoms: ['key-elsewhere-refused'],
    answers: {
      'same-key-other-resource @ resendInvoice': 'refused with 422',
      'same-key-other-resource @ modifyDunning': 'refused with 422',
      'same-key-other-resource @ createInvoice': 'refused with 422',
      'same-key-other-operation @ resendInvoice': 'refused with 422',
    },
  },
  {
    freedoms: ['refusals-stored'],
    answers: {
      'same-key-other-body @ resendInvoice': 'replayed',
      'same-key-other-body @ modifyDunning': 'replayed',
      'same-key-other-body @ createInvoice': 'replayed',
      'same-key-other-body @ createIdentity': 'replayed',
      'refused-call-replayed @ modifyDunning': 'error replayed',
      'refused-call-replayed @ createInvoice': 'error replayed',
      'refused-call-replayed @ createIdentity': 'error replayed',
      'not-found-replayed @ createInvoice': 'error replayed',
    },
  },
  {
    freedoms: ['simultaneous-refused'],
    answers: {
      'simultaneous-same-key @ resendInvoice': 'some 409',
      'simultaneous-same-key @ createInvoice': 'some 409',
    },
  },
  {
    freedoms: ['keys-on-put', 'replays-marked', 'empty-keys-refused', 'quoted-keys'],
    answers: {
      'key-on-put @ updateInvoice': 'honoured',
      'replay-marked @ resendInvoice': 'marked',
      'replay-marked @ createInvoice': 'marked',
      'empty-key @ resendInvoice': 'refused',
      'quoted-key @ resendInvoice': 'same key',
    },
  },
  {
    freedoms: ['empty-keys-honoured', 'long-keys-refused'],
    answers: { 'empty-key @ resendInvoice': 'honoured', 'long-key @ resendInvoice': '64' },
  },
  {
    freedoms: ['odd-keys-refused'],
    answers: { 'quoted-key @ resendInvoice': 'refused', 'key-with-spaces @ resendInvoice': 'refused' },
  },
  {
    freedoms: ['created-is-201', 'dunning-answers-invoice', 'tasks-are-202'],
    answers: {
      'success-status @ resendInvoice': '202',
      'success-status @ modifyDunning': '202',
      'success-status @ createInvoice': '201',
      'success-status @ commitInvoice': '202',
      'success-status @ createIdentity': '201',
      'answer-body @ modifyDunning': 'the resource',
      'upsert-existing-status @ upsertIdentity': '201',
    },
  },
  {
    freedoms: ['updates-without-content', 'creations-answer-reference-only', 'upsert-always-200'],
    answers: {
      'success-status @ updateInvoice': '204',
      'success-status @ upsertIdentity': '200',
      'answer-body @ updateInvoice': 'nothing',
      'answer-body @ createInvoice': 'something else',
      'answer-body @ createIdentity': 'something else',
      'answer-body @ upsertIdentity': 'nothing',
    },
  },
  {
    freedoms: ['changes-answer-empty-object', 'jobs-are-uuids'],
    answers: {
      'answer-body @ updateInvoice': 'an empty object',
      'answer-body @ modifyDunning': 'an empty object',
      'answer-body @ upsertIdentity': 'an empty object',
      'job-id @ resendInvoice': 'UUID',
    },
  },
  {
    freedoms: ['empty-items-refused', 'null-refused', 'unknown-members-refused'],
    answers: {
      'items-empty @ updateInvoice': 'refused',
      'items-null @ updateInvoice': 'refused',
      'null-member @ updateInvoice': 'refused',
      'unknown-member @ updateInvoice': 'refused',
      'unknown-member @ modifyDunning': 'refused',
      'unknown-member @ createInvoice': 'refused',
      'unknown-member @ createIdentity': 'refused',
      'unknown-member @ resendInvoice': 'refused',
      'invoice-without-items @ createInvoice': 'refused',
      'notify-url-elsewhere @ resendInvoice': 'refused',
      'notify-url-elsewhere @ modifyDunning': 'refused',
      'dunning-level-null @ modifyDunning': 'refused',
      'dunning-date-null @ modifyDunning': 'refused',
    },
  },
  {
    freedoms: ['empty-items-ignored', 'null-ignored', 'unknown-members-kept'],
    answers: {
      'items-empty @ updateInvoice': 'unchanged',
      'items-null @ updateInvoice': 'unchanged',
      'null-member @ updateInvoice': 'unchanged',
      'unknown-member @ updateInvoice': 'kept',
      'unknown-member @ createInvoice': 'kept',
    },
  },
  {
    freedoms: ['omitted-members-reset', 'upsert-replaces'],
    answers: { 'omitted-members @ updateInvoice': 'reset', 'omitted-members @ upsertIdentity': 'reset' },
  },
  {
    freedoms: ['meta-merged', 'put-creates', 'reference-fixed', 'numbers-unique'],
    answers: {
      'meta-merged @ updateInvoice': 'merged',
      'update-unknown-invoice @ updateInvoice': 'created',
      'reference-changed @ updateInvoice': 'unchanged',
      'duplicate-number @ updateInvoice': 'refused with 409',
      'detail-merged @ updateInvoice': 'merged',
      'reference-taken @ updateInvoice': 'ignored',
      'foreign-resource-status @ updateInvoice': 'other',
    },
  },
  {
    freedoms: ['editable-after-commit', 'few-dunning-levels'],
    answers: {
      'after-commit @ updateInvoice': 'accepted',
      'after-commit @ commitInvoice': 'accepted',
      'dunning-level-range @ modifyDunning': '3',
    },
  },
  { freedoms: ['locked-is-409'], answers: { 'after-commit @ updateInvoice': 'refused with 409' } },
  { freedoms: ['locked-is-403'], answers: { 'after-commit @ updateInvoice': 'refused with 403' } },
  {
    freedoms: ['tasks-after-commit-only'],
    answers: {
      'before-commit @ modifyDunning': 'refused with 400',
      'before-commit @ resendInvoice': 'refused with 400',
    },
  },
  { freedoms: ['dunning-before-commit-only'], answers: { 'after-commit @ modifyDunning': 'refused with 400' } },
  {
    freedoms: ['numeric-texts-accepted', 'date-times-for-dates', 'start-date-reset', 'empty-dunning-refused'],
    answers: {
      'no-body @ modifyDunning': 'refused',
      'dunning-level-range @ modifyDunning': '9',
      'dunning-level-negative @ modifyDunning': 'accepted',
      'dunning-level-fraction @ modifyDunning': 'accepted',
      'dunning-level-text @ modifyDunning': 'accepted',
      'dunning-empty-object @ modifyDunning': 'refused',
      'dunning-date-time @ modifyDunning': 'accepted',
      'dunning-start-date-kept @ modifyDunning': 'reset to the due date',
    },
  },
  {
    freedoms: ['dunning-hidden', 'resends-hidden', 'no-body-refused'],
    answers: {
      'no-body @ resendInvoice': 'refused',
      'no-body @ modifyDunning': 'refused',
      'no-body @ commitInvoice': 'refused',
      'no-body @ createIdentity': 'refused',
      'resend-shown @ getInvoiceDocuments': 'not shown',
      'dunning-start-date-kept @ modifyDunning': 'not shown',
      'dunning-shown @ getInvoice': 'neither',
    },
  },
  {
    freedoms: ['levels-never-lowered', 'state-refused'],
    answers: { 'state-member @ updateInvoice': 'refused', 'dunning-level-lowered @ modifyDunning': 'refused' },
  },
  {
    freedoms: ['foreign-is-403', 'existence-before-validation', 'routes-before-authentication', 'errors-details-empty'],
    answers: {
      'details-given @ updateInvoice': 'without fields',
      'details-given @ modifyDunning': 'without fields',
      'details-given @ createInvoice': 'without fields',
      'details-given @ createIdentity': 'without fields',
      'foreign-resource-status @ getInvoice': '403',
      'foreign-resource-status @ resendInvoice': '403',
      'validation-or-existence @ modifyDunning': 'existence',
      'validation-or-existence @ updateInvoice': 'existence',
      'authentication-or-route @ unknownRoute': 'route',
    },
  },
  {
    freedoms: ['foreign-is-401', 'errors-minimal', 'errors-named-by-table'],
    answers: {
      'details-given @ updateInvoice': 'none',
      'details-given @ modifyDunning': 'none',
      'details-given @ createInvoice': 'none',
      'details-given @ createIdentity': 'none',
      'error-type @ modifyDunning': 'none',
      'name-of-not-found @ getInvoice': 'NotFound',
      'name-of-unauthorized @ getInvoice': 'Unauthorized',
      'foreign-resource-status @ getInvoice': '401',
      'foreign-resource-status @ resendInvoice': '401',
    },
  },
  {
    freedoms: ['payment-kinds-of-the-update-page', 'any-text-for-a-date', 'dates-without-fraction'],
    answers: {
      'payment-kinds @ updateInvoice': 'CD',
      'date-notation @ updateInvoice': 'accepted',
      'date-shown-as @ getInvoice': '2020-01-01T00:00:00Z',
    },
  },
  {
    freedoms: ['payment-kinds-of-the-prose', 'dates-with-space', 'amounts-as-text'],
    answers: {
      'payment-kinds @ updateInvoice': 'IN OT',
      'date-shown-as @ getInvoice': '2020-01-01 00:00:00',
      'amounts-shown-as @ getInvoice': 'texts',
    },
  },
  {
    freedoms: ['dates-alone', 'id-in-path', 'references-in-any-case', 'invoices-as-one-object', 'ids-as-digits'],
    answers: {
      'date-shown-as @ getInvoice': '2020-01-01',
      'id-in-path @ getInvoice': 'accepted',
      'reference-case @ getInvoice': 'same',
      'plural-form @ getIdentityInvoices': 'object',
      'id-form @ getInvoice': 'digits',
    },
  },
  {
    freedoms: ['references-restricted', 'invoices-in-envelope', 'text-content-accepted'],
    answers: {
      'plural-form @ getIdentityInvoices': 'envelope',
      'reference-special-characters @ createIdentity': 'refused',
      'reference-length @ createIdentity': '64',
      'text-content @ updateInvoice': 'accepted',
      'text-content @ modifyDunning': 'accepted',
    },
  },
  {
    freedoms: [
      'wrong-media-type-is-400',
      'accept-honoured',
      'wrong-method-is-405-on-head-and-options',
      'trailing-slash',
    ],
    answers: {
      'text-content @ updateInvoice': 'refused with 400',
      'text-content @ modifyDunning': 'refused with 400',
      'accept-xml @ getInvoice': '406',
      'head @ getInvoice': '405',
      'options @ getInvoice': '405',
      'trailing-slash @ getInvoice': 'accepted',
    },
  },
  {
    freedoms: [
      'page-of-one',
      'wrong-page-is-first',
      'last-page-repeated',
      'filter-in-brackets',
      'page-numbers-as-text',
    ],
    answers: {
      'page-size-default @ listIdentities': '1',
      'page-number-wrong @ listIdentities': 'accepted',
      'page-zero @ listIdentities': 'accepted',
      'page-past-the-end @ listIdentities': 'rows',
      'list-total @ listIdentities': 'not shown',
      'list-filter @ listIdentities': 'brackets',
    },
  },
  {
    freedoms: ['entity-tags', 'media-type-without-charset', 'documents-ten-by-default'],
    answers: {
      'media-type @ getInvoice': 'application/json',
      'documents-limit-wrong @ getInvoiceDocuments': 'refused',
      'rate-limit-announced @ getInvoice': 'announced',
      'entity-tag @ getInvoice': 'sent',
    },
  },
  {
    freedoms: [
      'committed-and-sent',
      'resend-needs-address',
      'start-dates-checked',
      'disabled-dunning-fixed',
      'currency-fixed',
      'totals-hidden',
      'due-dates-checked',
    ],
    answers: {
      'currency-changed @ updateInvoice': 'unchanged',
      'due-before-issued @ updateInvoice': 'refused',
      'total-recomputed @ updateInvoice': 'not shown',
      'resend-without-address @ resendInvoice': 'refused',
      'commit-mails @ commitInvoice': 'a communication shows',
      'dunning-date-future @ modifyDunning': 'refused',
      'dunning-date-before-issue @ modifyDunning': 'refused',
      'dunning-disabled @ modifyDunning': 'refused',
    },
  },
  {
    freedoms: ['cancelled-is-final', 'encoded-slashes-refused', 'upsert-path-counts'],
    answers: {
      'upsert-other-reference @ upsertIdentity': 'path',
      'cancelled-invoice @ updateInvoice': 'refused with 400',
      'cancelled-invoice @ modifyDunning': 'refused with 400',
      'cancelled-invoice @ resendInvoice': 'refused with 400',
      'cancelled-invoice @ commitInvoice': 'refused with 400',
      'reference-special-characters @ createIdentity': 'created but not read',
    },
  },
  { freedoms: ['upsert-needs-reference'], answers: { 'upsert-without-reference @ upsertIdentity': 'refused' } },
];
