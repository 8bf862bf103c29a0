/** Which members each body may have, and of which form. Whatever is not here is rejected. */
import { refuse } from './answer.ts';
import type { Entry } from './store.ts';

/** Says what is wrong with a value, or nothing. */
type Rule = (value: unknown) => string | undefined;

const text: Rule = (value) => (typeof value === 'string' ? undefined : 'must be a string');
const flag: Rule = (value) => (typeof value === 'boolean' || value === null ? undefined : 'must be true or false');
const anyObject: Rule = (value) => (isObject(value) ? undefined : 'must be an object');
const anything: Rule = () => undefined;

const amount: Rule = (value) =>
  (typeof value === 'number' && Number.isFinite(value)) || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
    ? undefined
    : 'must be a number';

const moment: Rule = (value) =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\d/.test(value) &&
  isDay(value.slice(0, 10)) &&
  !Number.isNaN(Date.parse(value))
    ? undefined
    : 'must be a date';

const day: Rule = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && isDay(value) ? undefined : 'must be a day';

const level: Rule = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 4 ? undefined : 'must be 0 to 4';

const webAddress: Rule = (value) =>
  typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value) ? undefined : 'must be a URL';

const oneOf =
  (...values: string[]): Rule =>
  (value) =>
    typeof value === 'string' && values.includes(value) ? undefined : `must be one of ${values.join(', ')}`;

const matching =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : 'has the wrong form';

const listOf =
  (fields: Fields): Rule =>
  (value) => {
    if (!Array.isArray(value)) return 'must be an array';
    for (const entry of value as unknown[]) {
      if (!isObject(entry)) return 'must hold objects';
      checkFields(entry, fields);
    }
    return undefined;
  };

/** The members of a body; `required` ones must be there. */
export interface Fields {
  readonly rules: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[];
}

const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, text]));

const address: Fields = {
  rules: texts(
    ...['city', 'country', 'extra', 'housenumber', 'info', 'kind', 'state', 'street', 'zipcode'],
    ...['company', 'firstname', 'lastname'],
  ),
};

const item: Fields = {
  rules: {
    ...texts('account', 'costcenter', 'label', 'unit'),
    created: moment,
    quantity: amount,
    unitprice: amount,
    detail: anyObject,
  },
  required: ['label', 'quantity', 'unit', 'unitprice', 'detail'],
};

export const identityFields: Fields = {
  rules: {
    ...texts('debtor', 'number', 'reference'),
    addresses: listOf(address),
    currency: matching(/^[A-Z]{3}$/),
    detail: anyObject,
    emails: listOf({ rules: texts('email', 'kind') }),
    kind: oneOf('individual', 'incorporate'),
    meta: anyObject,
    name: anyObject,
    phones: listOf({ rules: { active: flag, phone: text } }),
  },
};

export const invoiceFields: Fields = {
  rules: {
    ...texts('number', 'ordernumber', 'reference', 'state'),
    accountingdate: moment,
    addresses: listOf(address),
    cancelationdate: moment,
    currency: matching(/^[A-Z]{3}$/),
    detail: anyObject,
    due: moment,
    issued: moment,
    items: listOf(item),
    meta: anyObject,
    netbased: flag,
    orderdate: moment,
    paymentkind: oneOf('PP', 'CC', 'DD', 'CT', 'CD', 'IN', 'OT'),
  },
};

export const dunningFields: Fields = { rules: { dunninglevel: level, startDunningDate: day } };
export const resendFields: Fields = { rules: { data: anything } };
export const commitFields: Fields = {
  rules: {
    attachments: listOf({ rules: { filname: text, filename: text, url: webAddress } }),
    data: anything,
    notifyUrl: webAddress,
  },
};
export const bankFields: Fields = {
  rules: { ...texts('account', 'bankcode', 'holder', 'reference'), validfrom: moment, validto: moment },
};

/** Refuses what a body may not hold. */
export function checkFields(body: Entry, { rules, required = [] }: Fields): void {
  for (const [name, value] of Object.entries(body)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) refuse(400, `${name} is not known`);
    const wrong = rule(value);
    if (wrong !== undefined) refuse(400, `${name} ${wrong}`);
  }
  const missing = required.find((name) => !Object.hasOwn(body, name));
  if (missing !== undefined) refuse(400, `${missing} is missing`);
}

export function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}
