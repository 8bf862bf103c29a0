/** Invented data: right by the documentation, harmless (reserved mail domains), and the same for the same seed. */
import { base, de, en, Faker, type Randomizer } from '@faker-js/faker';
import type { Json, JsonObject } from './api.ts';
import type { Fixtures } from './target.ts';

/** An item as the suite sends it; quantity and price are decimals that every notation can hold. */
export interface InventedItem {
  readonly label: string;
  readonly quantity: number;
  readonly unit: string;
  readonly unitprice: number;
  readonly description?: string;
}

const dayMs = 24 * 60 * 60 * 1000;

/** What the shared library draws its numbers from: a library for each of some thousand inventors would cost seconds. */
let source: Randomizer = randomizer(0);
const library = new Faker({
  locale: [en, de, base],
  randomizer: { next: () => source.next(), seed: (next) => source.seed(next) },
});

/** Invents data from one seed. */
export class Inventor {
  private readonly random: Randomizer;
  private readonly fixtures: Fixtures;
  private readonly today: Date;
  private readonly stem: string;
  private count = 0;

  /** The stem makes what must be unique for a merchant differ between runs of one seed. */
  constructor(seed: number, fixtures: Fixtures, today: Date, stem = '') {
    this.random = randomizer(seed);
    this.fixtures = fixtures;
    this.today = today;
    this.stem = `${stem}${(seed >>> 0).toString(36)}`;
  }

  /** The library, drawing from this inventor's seed until another asks. */
  private get faker(): Faker {
    source = this.random;
    return library;
  }

  /** A date some days before or after the run's first day, in the notation of the documented update examples. */
  date(days: number): string {
    return `${this.day(days)}T00:00:00.000Z`;
  }

  /** The same as a plain date. */
  day(days: number): string {
    return new Date(this.today.getTime() + days * dayMs).toISOString().slice(0, 10);
  }

  /** A word that appears nowhere else in the run. */
  word(): string {
    this.count += 1;
    return `${this.faker.word.noun({ length: { min: 4, max: 9 } })}-${this.count}`;
  }

  /** Letters and digits that no other merchant, run or check has, in the way of an invoice number. */
  uniqueNumber(): string {
    this.count += 1;
    return `${this.stem}${this.count}`;
  }

  /** An item; each has another label, a whole quantity and a whole price: fractions have requirements of their own. */
  item(overrides: Partial<InventedItem> = {}): InventedItem {
    return {
      label: this.word(),
      quantity: this.faker.number.int({ min: 1, max: 9 }),
      unit: 'piece',
      unitprice: this.faker.number.int({ min: 2, max: 999 }),
      description: this.word(),
      ...overrides,
    };
  }

  /** Several items. */
  items(count: number): InventedItem[] {
    return Array.from({ length: count }, () => this.item());
  }

  /** The members of an identity, without its reference. */
  identity(): JsonObject {
    const firstname = this.faker.person.firstName();
    const lastname = this.faker.person.lastName();
    return {
      kind: 'individual',
      name: { firstname, lastname },
      emails: [{ kind: 'default', email: `${this.uniqueNumber()}@${this.fixtures.mailDomain}` }],
      addresses: [this.identityAddress()],
    };
  }

  /** An address as identities hold it. */
  identityAddress(): JsonObject {
    return {
      kind: 'shipping',
      street: 'Main Street',
      housenumber: String(this.faker.number.int({ min: 1, max: 99 })),
      zipcode: '10115',
      city: 'Berlin',
      country: 'DE',
    };
  }

  /** An address as invoices hold it: with the names that identities keep elsewhere. */
  invoiceAddress(): JsonObject {
    return {
      ...this.identityAddress(),
      firstname: this.faker.person.firstName(),
      lastname: this.faker.person.lastName(),
    };
  }

  /** An item as it goes into a body. Types of amounts are not documented: `asText` sends them as texts of digits. */
  itemBody(item: InventedItem, asText: boolean): JsonObject {
    const detail: Record<string, Json> = {};
    if (item.description !== undefined) detail.description = item.description;
    if (this.fixtures.taxProfile !== undefined) detail.taxprofile = this.fixtures.taxProfile;
    return {
      label: item.label,
      quantity: asText ? String(item.quantity) : item.quantity,
      unit: item.unit,
      unitprice: asText ? item.unitprice.toFixed(2) : item.unitprice,
      detail,
    };
  }
}

/** The documented members of an invoice update but items, reference and currency, which have requirements of their own. */
export const updatableNames = [
  'accountingdate',
  'addresses',
  'cancelationdate',
  'detail',
  'due',
  'issued',
  'meta',
  'netbased',
  'number',
  'orderdate',
  'ordernumber',
  'paymentkind',
] as const;

/** A valid value for each of them, other than the one invoices are created with. */
export function updatableMembers(invent: Inventor): Readonly<Record<(typeof updatableNames)[number], Json>> {
  return {
    accountingdate: invent.date(-39),
    addresses: [{ ...invent.invoiceAddress(), street: 'Other Street' }],
    cancelationdate: invent.date(-2),
    detail: { introText: [invent.word()] },
    due: invent.date(12),
    issued: invent.date(-33),
    meta: {
      other: invent.word(),
      camelCase: 'Upper And lower',
      count: 7,
      sure: true,
      nested: { deep: [1, '1', true, null] },
    },
    netbased: false,
    number: `N${invent.uniqueNumber()}`,
    orderdate: invent.date(-45),
    ordernumber: `O${invent.uniqueNumber()}`,
    paymentkind: 'PP',
  };
}

/** A currency that invoices of a target are not usually in; no page says which are taken. */
export function anotherCurrency(usual: string): string {
  return usual === 'CHF' ? 'USD' : 'CHF';
}

/** One member of a body alone; an empty body where it has none of that name. */
export function onlyMember(body: JsonObject, member: string): JsonObject {
  const value = body[member];
  return value === undefined ? {} : { [member]: value };
}

/** A seed for one check: the same for the same run seed and check, whatever ran before it. */
export function seedOf(runSeed: number, check: string): number {
  let hash = 2166136261 ^ runSeed;
  for (const character of check) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return hash >>> 0;
}

/** Mulberry32: a few operations a number, and nothing to set up, where each of a thousand checks invents a handful. */
function randomizer(seed: number): Randomizer {
  let state = seed | 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
    seed(next) {
      state = typeof next === 'number' ? next | 0 : (next[0] ?? 0) | 0;
    },
  };
}
