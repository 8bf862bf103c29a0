/** What the talkative server takes from a body: members it knows, if they can be understood. The others it ignores. */
import { failure, wrongField } from './failure.ts';
import type { Values } from './state.ts';

/** Returns the value to keep, or undefined where it cannot be understood. */
type Reader = (value: unknown) => unknown;

const text: Reader = (value) => (typeof value === 'string' ? value : undefined);
const yesNo: Reader = (value) => (typeof value === 'boolean' || value === null ? value : undefined);
const object: Reader = (value) => (isObject(value) ? value : undefined);
const list: Reader = (value) => (Array.isArray(value) && value.every(isObject) ? value : undefined);
const instant: Reader = (value) =>
  typeof value === 'string' && !Number.isNaN(new Date(value).getTime()) ? value : undefined;
const number: Reader = (value) => {
  const plain = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof plain === 'number' && Number.isFinite(plain) ? plain : undefined;
};
const kindOfPayment: Reader = (value) => (/^(PP|CC|DD|CT|CD|IN|OT)$/.test(String(value)) ? value : undefined);
const level: Reader = (value) => {
  const read = number(value);
  return typeof read === 'number' && Number.isInteger(read) && read >= 0 && read <= 5 ? read : undefined;
};
const date: Reader = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined;
  const read = new Date(value);
  return Number.isNaN(read.getTime()) || read.getUTCDate() !== Number(value.slice(8, 10)) ? undefined : value;
};
const currency: Reader = (value) => (typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? value : undefined);
const url: Reader = (value) =>
  typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value) ? value : undefined;

const items: Reader = (value) => {
  if (!Array.isArray(value)) return undefined;
  const read = (value as unknown[]).map((item, index) => {
    if (!isObject(item)) throw wrongField('items', 'An item is an object.');
    for (const name of ['label', 'quantity', 'unit', 'unitprice', 'detail']) {
      if (!(name in item)) throw wrongField(`items[${index}].${name}`, 'An item cannot do without it.');
    }
    return {
      ...item,
      ...accept(item, { label: text, unit: text, quantity: number, unitprice: number, detail: object }),
    };
  });
  return read;
};

type Readers = Readonly<Record<string, Reader>>;

export const identityReaders: Readers = {
  ...{ addresses: list, currency, debtor: text, detail: object, emails: list, meta: object, name: object },
  ...{ number: text, phones: list, reference: text },
  kind: (value) => (value === 'individual' || value === 'incorporate' ? value : undefined),
};

export const invoiceReaders: Readers = {
  ...{ accountingdate: instant, addresses: list, cancelationdate: instant, currency, detail: object, due: instant },
  ...{ issued: instant, items, meta: object, netbased: yesNo, number: text, orderdate: instant, ordernumber: text },
  ...{ paymentkind: kindOfPayment, reference: text, state: text },
};

export const dunningReaders: Readers = { dunninglevel: level, startDunningDate: date };
export const commitReaders: Readers = { attachments: list, notifyUrl: url };

/** The members of a body that are known, read; one that cannot be read is an error. */
export function accept(body: Values, readers: Readers): Values {
  const kept: Values = {};
  for (const [name, reader] of Object.entries(readers)) {
    if (!Object.hasOwn(body, name)) continue;
    const value = reader(body[name]);
    if (value === undefined) throw wrongField(name, 'Look its type up in the documentation.');
    kept[name] = value;
  }
  return kept;
}

/** A body as JSON; none is an empty object. */
export function parse(body: Buffer, type: string): Values {
  if (body.length === 0) return {};
  if (!/json/i.test(type)) throw failure(400, 'send JSON, and say so in Content-Type');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw failure(400, 'the body cannot be read as JSON');
  }
  if (!isObject(value)) throw failure(400, 'the body is to be a JSON object');
  return value;
}

export function isObject(value: unknown): value is Values {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
