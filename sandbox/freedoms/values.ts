/** Freedoms of which values are taken. */
import { published } from '../dates.ts';
import { taken } from '../failures.ts';
import { isObject } from '../json.ts';
import type { Problem } from '../schemas.ts';
import { timestamp } from '../world.ts';
import type { Freedom } from './freedom.ts';

function problem(member: string, rule: Problem['rule'], hint: string): Problem {
  return { path: member, member, rule, expected: 'another value', hint };
}

function isDigits(value: unknown): boolean {
  return typeof value === 'string' && /^\d+$/.test(value);
}

export const valueFreedoms = [
  {
    id: 'numeric-texts-accepted',
    sentence: 'A level may be sent as a text of digits, and may be any number.',
    change: ({ validation: { problems }, dunning: { changed } }) => ({
      validation: {
        problems: (call) =>
          problems(call).filter(
            ({ path, rule }) => path !== 'dunninglevel' || (rule !== 'range' && !isDigits(call.body.dunninglevel)),
          ),
      },
      dunning: {
        changed: (call, invoice) => {
          const { dunninglevel } = call.body;
          if (typeof dunninglevel !== 'string') return changed(call, invoice);
          return changed({ ...call, body: { ...call.body, dunninglevel: Number(dunninglevel) } }, invoice);
        },
      },
    }),
  },
  {
    id: 'amounts-only-as-text',
    sentence: 'Quantities and prices are taken as texts of digits alone.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const { items } = call.body;
          const numeric = Array.isArray(items)
            ? items.findIndex((item) => isObject(item) && [item.quantity, item.unitprice].some(Number.isFinite))
            : -1;
          const found = problems(call);
          if (numeric < 0) return found;
          const path = `items[${numeric}].quantity`;
          return [...found, { path, member: 'items', rule: 'type', expected: 'string', hint: 'Send amounts as text.' }];
        },
      },
    }),
  },
  {
    id: 'amounts-only-as-number',
    sentence: 'Quantities and prices are taken as numbers alone.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const { items } = call.body;
          const text = Array.isArray(items)
            ? items.findIndex(
                (item) => isObject(item) && [item.quantity, item.unitprice].some((v) => typeof v === 'string'),
              )
            : -1;
          const found = problems(call);
          if (text < 0) return found;
          const path = `items[${text}].quantity`;
          return [
            ...found,
            { path, member: 'items', rule: 'type', expected: 'number', hint: 'Send amounts as numbers.' },
          ];
        },
      },
    }),
  },
  {
    id: 'references-restricted',
    sentence: 'References hold letters, digits, dashes, dots and underscores, 64 at most.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const sent = call.operation === 'upsertIdentity' ? call.reference : call.body.reference;
          const fits = typeof sent !== 'string' || /^[\w.-]{0,64}$/.test(sent);
          return fits ? problems(call) : [...problems(call), problem('reference', 'format', 'Use plain characters.')];
        },
      },
    }),
  },
  {
    id: 'addresses-complete',
    sentence: 'Addresses of a new invoice have to be complete, as the pages say in prose.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const needed = ['kind', 'firstname', 'lastname', 'street', 'housenumber', 'zipcode', 'city', 'country'];
          const { addresses } = call.body;
          if (call.operation !== 'createInvoice' || !Array.isArray(addresses)) return problems(call);
          const lacking = addresses.flatMap((address, index) =>
            needed
              .filter((name) => isObject(address) && address[name] === undefined)
              .map(
                (name): Problem => ({
                  ...problem('addresses', 'required', 'Send it.'),
                  path: `addresses[${index}].${name}`,
                }),
              ),
          );
          return [...problems(call), ...lacking];
        },
      },
    }),
  },
  {
    id: 'payment-kinds-of-the-update-page',
    sentence: 'The disputed payment kinds IN and OT are refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) =>
          call.body.paymentkind === 'IN' || call.body.paymentkind === 'OT'
            ? [...problems(call), problem('paymentkind', 'value', 'Send PP, CC, DD, CT or CD.')]
            : problems(call),
      },
    }),
  },
  {
    id: 'payment-kinds-of-the-prose',
    sentence: 'The disputed payment kind CD is refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) =>
          call.body.paymentkind === 'CD'
            ? [...problems(call), problem('paymentkind', 'value', 'Send CT, DD, CC, PP, IN or OT.')]
            : problems(call),
      },
    }),
  },
  {
    id: 'direct-debit-needs-an-account',
    sentence: 'Direct debit is refused, as the customer has no bank account.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) =>
          call.body.paymentkind === 'DD'
            ? [...problems(call), problem('paymentkind', 'value', 'Give the customer a bank account first.')]
            : problems(call),
      },
    }),
  },
  {
    id: 'any-text-for-a-date',
    sentence: 'The dates of an invoice, documented as texts, are taken and shown as they are sent.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) =>
          problems(call).filter(({ path, rule }) => rule !== 'format' || path.includes('Date') || path === 'notifyUrl'),
      },
    }),
  },
  {
    id: 'date-times-for-dates',
    sentence: 'The start date of the dunning may have a time.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const sent = call.body.startDunningDate;
          const dated = typeof sent === 'string' && published(sent) !== sent.slice(0, 10) && sent.includes('T');
          return dated && published(sent).endsWith('Z')
            ? problems(call).filter(({ path }) => path !== 'startDunningDate')
            : problems(call);
        },
      },
    }),
  },
  {
    id: 'due-dates-checked',
    sentence: 'A due date before the date of issue sent with it is refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const { due, issued } = call.body;
          const early = typeof due === 'string' && typeof issued === 'string' && due < issued;
          return early ? [...problems(call), problem('due', 'value', 'Send a later day.')] : problems(call);
        },
      },
    }),
  },
  {
    id: 'due-dates-ahead',
    sentence: 'An update to a due date that has passed is refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => {
          const { due } = call.body;
          const passed = typeof due === 'string' && due < timestamp(call.world).slice(0, 10);
          const refused = passed && call.operation === 'updateInvoice';
          return refused ? [...problems(call), problem('due', 'value', 'Send a day to come.')] : problems(call);
        },
      },
    }),
  },
  {
    id: 'days-for-dates',
    sentence: 'The dates of an invoice, that of its cancelation excepted, are taken as days without a time alone.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) => [
          ...problems(call),
          ...['accountingdate', 'due', 'issued', 'orderdate']
            .filter((member) => String(call.body[member] ?? '').includes('T'))
            .map((member) => problem(member, 'format', 'Send a day.')),
        ],
      },
    }),
  },
  {
    id: 'emails-used-once',
    sentence: 'A new identity with an e-mail of another one is refused as a conflict.',
    change: () => ({
      identities: {
        creationRefusal: (call) => {
          const emails = JSON.stringify(call.body.emails ?? []);
          const others = [...call.login.identities.values()];
          const used = emails !== '[]' && others.some(({ members }) => JSON.stringify(members.emails) === emails);
          return used ? taken('emails', emails) : undefined;
        },
      },
    }),
  },
  {
    id: 'few-dunning-levels',
    sentence: 'Levels above 3 are refused.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) =>
          typeof call.body.dunninglevel === 'number' && call.body.dunninglevel > 3
            ? [problem('dunninglevel', 'range', 'Send 0 to 3.')]
            : problems(call),
      },
    }),
  },
  {
    id: 'nested-members-unchecked',
    sentence: 'Members of meta, detail, name, addresses, emails and phones are taken as they are.',
    change: ({ validation: { problems } }) => ({
      validation: {
        problems: (call) =>
          problems(call).filter(({ path, member }) => /^\w+(\[\d+\])?$/.test(path) || member === 'items'),
      },
    }),
  },
] as const satisfies readonly Freedom[];
