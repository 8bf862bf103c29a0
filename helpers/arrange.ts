/** Making what a check needs, through documented operations alone. What cannot be made is no fault of the requirement. */
import type { DocumentedOperation } from '../contracts/operations.ts';
import type { Api, JsonObject, ValidCall } from './api.ts';
import { describe } from './expect.ts';
import { ArrangementFailed } from './failures.ts';
import { type Answer, isSuccess, objectOf } from './http/answer.ts';
import type { Credentials } from './http/redaction.ts';
import type { InventedItem, Inventor } from './invent.ts';
import { type Dialect, dateBody, type InvoiceWish, invoiceBody } from './run/dialect.ts';
import type { Knowledge } from './run/knowledge.ts';
import type { Session } from './run/session.ts';
import { settle } from './settle.ts';
import { Trial } from './trial.ts';

/** An identity that exists. */
export interface ArrangedIdentity {
  readonly reference: string;
  readonly sent: JsonObject;
}

/** An invoice that exists. */
export interface ArrangedInvoice {
  readonly reference: string;
  readonly identity: string;
  /** The body it was created with. */
  readonly sent: JsonObject;
  readonly items: readonly InventedItem[];
}

/** What an arrangement may be asked to differ in. */
export interface InvoiceOptions extends InvoiceWish {
  readonly identity?: string;
  readonly account?: Credentials;
  readonly reference?: string;
}

/** Arranges preconditions for one check. */
export class Arrange {
  readonly invent: Inventor;
  private readonly api: Api;
  private readonly session: Session;
  private readonly knowledge: Knowledge;
  private readonly trial: Trial;
  private readonly identities = new Map<string, Promise<ArrangedIdentity>>();

  constructor(api: Api, session: Session, knowledge: Knowledge, invent: Inventor) {
    this.api = api;
    this.session = session;
    this.knowledge = knowledge;
    this.trial = new Trial(api, session, knowledge);
    this.invent = invent;
  }

  /** A reference that names nothing. */
  absentReference(): string {
    return this.session.references.next('absent');
  }

  /** A reference for something that the check creates itself. */
  newReference(kind: 'identity' | 'invoice'): string {
    return this.session.references.next(kind);
  }

  /** An identity of its own that can be read. */
  async identity(account?: Credentials, reference = this.newReference('identity')): Promise<ArrangedIdentity> {
    const identity = await this.newIdentity(account, reference);
    await this.untilReadable({ operation: 'getIdentity', reference, ...callerOf(account) });
    return identity;
  }

  /** The identity of this check, the same each time it is asked for; readable. */
  async ownIdentity(account?: Credentials): Promise<ArrangedIdentity> {
    const identity = await this.ownNewIdentity(account);
    await this.untilReadable({ operation: 'getIdentity', reference: identity.reference, ...callerOf(account) });
    return identity;
  }

  /** The identity of this check, which may not be visible yet. */
  ownNewIdentity(account?: Credentials): Promise<ArrangedIdentity> {
    const key = account?.username ?? '';
    const present = this.identities.get(key) ?? this.newIdentity(account, this.newReference('identity'));
    this.identities.set(key, present);
    return present;
  }

  /**
   * What exists at the target by its file, to be read or to create invoices for instead of something new; the other
   * account sees none of it. Checks that count the invoices of an identity make one of their own: this one is shared.
   */
  private existing(kind: 'identity' | 'invoice', account?: Credentials): string | undefined {
    const { account: first, fixtures } = this.session.target;
    return account === undefined || account.username === first.username ? fixtures[kind] : undefined;
  }

  /** Created, or upserted where creation fails: each has its own requirement. */
  private async newIdentity(account: Credentials | undefined, reference: string): Promise<ArrangedIdentity> {
    const sent: JsonObject = { reference, ...this.invent.identity() };
    const note = { note: 'arranging an identity' };
    const created = await this.api.call({ operation: 'createIdentity', body: sent, ...callerOf(account) }, note);
    if (isSuccess(created.status)) return { reference, sent };
    const upsert: ValidCall = { operation: 'upsertIdentity', reference, body: sent, ...callerOf(account) };
    if (isSuccess((await this.api.call(upsert, note)).status)) return { reference, sent };
    throw new ArrangementFailed(`no identity could be created: ${describe(created)}`);
  }

  /** The body of a new invoice, in the way this server takes it. */
  async invoiceBody(wish: InvoiceWish = {}): Promise<JsonObject> {
    return invoiceBody(await this.dialect(), this.invent, this.session.target.fixtures.currency, wish);
  }

  /** Items in the way this server takes them. */
  async itemBodies(items: readonly InventedItem[]): Promise<JsonObject[]> {
    const { amountsAsText } = await this.dialect();
    return items.map((item) => this.invent.itemBody(item, amountsAsText));
  }

  /** A date to update an invoice with, in the way this server takes dates. */
  async date(days: number): Promise<string> {
    return dateBody(await this.dialect(), this.invent, days);
  }

  /** An invoice that nothing was done to yet. */
  async invoice(options: InvoiceOptions = {}): Promise<ArrangedInvoice> {
    const items = options.items ?? this.invent.items(3);
    const body = await this.invoiceBody({ ...options, items });
    const identity =
      options.identity ??
      this.existing('identity', options.account) ??
      (await this.ownNewIdentity(options.account)).reference;
    const reference = options.reference ?? this.newReference('invoice');
    const sent: JsonObject = { reference, ...body };
    const caller = callerOf(options.account);
    const create: ValidCall = { operation: 'createInvoice', reference: identity, body: sent, ...caller };
    const note = { note: 'arranging an invoice' };
    let answer = await this.api.call(create, note);
    if (answer.status === 400 || answer.status === 404 || answer.status === 422) {
      // The identity may not have been visible yet.
      await this.untilReadable({ operation: 'getIdentity', reference: identity, ...caller });
      answer = await this.api.call(create, note);
    }
    if (!isSuccess(answer.status)) throw await this.refusedCreation(identity, answer, options.account);
    await this.untilReadable({ operation: 'getInvoice', reference, ...caller });
    return { reference, identity, sent, items };
  }

  /** Why no invoice could be created: it is the creation's fault only where the identity is there. */
  async refusedCreation(identity: string, answer: Answer, account?: Credentials): Promise<ArrangementFailed> {
    const read: ValidCall = { operation: 'getIdentity', reference: identity, ...callerOf(account) };
    const found = await this.api.call(read, { note: 'is the identity there' });
    return isSuccess(found.status)
      ? new ArrangementFailed(`no invoice could be created: ${describe(answer)}`, 'createInvoice')
      : new ArrangementFailed(`the identity that was created is not found: ${describe(answer)}`);
  }

  /** An invoice that was committed, as far as the server took the commit. */
  async committedInvoice(options: InvoiceOptions = {}): Promise<ArrangedInvoice> {
    const invoice = await this.invoice(options);
    await this.commit(invoice, options.account);
    return invoice;
  }

  /** Commits an invoice, as far as the server takes the commit. */
  async commit({ reference }: ArrangedInvoice, account?: Credentials): Promise<void> {
    const call: ValidCall = { operation: 'commitInvoice', reference, body: {}, ...callerOf(account) };
    await this.api.call(call, { note: 'committing the invoice' });
  }

  /**
   * A committed invoice of which the task is known to be accepted. Commit is asynchronous and nothing shows its end, so
   * the task itself, without a key, is tried until it is accepted. The dunning is tried with level 0, which a new invoice
   * has: no page says that a level may be lowered, so nothing may be raised before a check asks for it.
   */
  async invoiceReadyFor(
    task: 'resendInvoice' | 'modifyDunning',
    options: InvoiceOptions = {},
  ): Promise<ArrangedInvoice> {
    const invoice = await this.invoice(options);
    await this.makeReadyFor(task, invoice, options.account);
    return invoice;
  }

  /** Brings an invoice that exists to where a task is known to be accepted. Returns the dunning level that it has then. */
  async makeReadyFor(
    task: 'resendInvoice' | 'modifyDunning',
    invoice: ArrangedInvoice,
    account?: Credentials,
  ): Promise<number> {
    const isEarly = await this.knowledge.onlyBeforeCommit(task);
    if (!isEarly) await this.commit(invoice, account);
    const committedAt = isEarly ? undefined : performance.now();
    const call = { operation: task, reference: invoice.reference, ...callerOf(account) };
    return this.trial.untilAccepted(call, committedAt);
  }

  /** A valid call of an operation and everything it needs, all of this check's own. */
  async validCall(operation: DocumentedOperation, account?: Credentials): Promise<ValidCall> {
    const options: InvoiceOptions = account === undefined ? {} : { account };
    const own = { operation, ...options };
    switch (operation) {
      case 'resendInvoice':
        return { ...own, reference: (await this.invoiceReadyFor(operation, options)).reference, body: {} };
      case 'modifyDunning': {
        // The next level, as the published example sends it: no page says that one may be skipped.
        const invoice = await this.invoice(options);
        const level = await this.makeReadyFor(operation, invoice, account);
        return { ...own, reference: invoice.reference, body: { dunninglevel: level + 1 } };
      }
      case 'updateInvoice':
        return {
          ...own,
          reference: (await this.invoice(options)).reference,
          body: { meta: { note: this.invent.word() } },
        };
      case 'commitInvoice':
        return { ...own, reference: (await this.invoice(options)).reference, body: {} };
      case 'getInvoice':
        return { ...own, reference: this.existing('invoice', account) ?? (await this.invoice(options)).reference };
      case 'getInvoiceDocuments':
        return {
          ...own,
          reference: this.existing('invoice', account) ?? (await this.committedInvoice(options)).reference,
        };
      case 'getIdentityInvoices': {
        const existing = this.session.target.readOnly ? this.existing('identity', account) : undefined;
        return { ...own, reference: existing ?? (await this.invoice(options)).identity };
      }
      case 'getIdentity':
        return { ...own, reference: this.existing('identity', account) ?? (await this.identity(account)).reference };
      case 'listIdentities':
        return { ...own, query: { page: '1', pageSize: '2' } };
      case 'createInvoice': {
        const body = { reference: this.newReference('invoice'), ...(await this.invoiceBody()) };
        return { ...own, reference: (await this.ownIdentity(account)).reference, body };
      }
      case 'createIdentity':
        return { ...own, body: { reference: this.newReference('identity'), ...this.invent.identity() } };
      case 'upsertIdentity': {
        const reference = this.newReference('identity');
        return { ...own, reference, body: { reference, ...this.invent.identity() } };
      }
    }
  }

  /** Waits until something that was created can be read; goes on without when this server never shows it. */
  async untilReadable(read: ValidCall): Promise<void> {
    if (!this.knowledge.isReadable(read.operation)) return;
    const { settled } = await settle(
      this.session,
      () => this.api.call(read, { note: 'waiting until it can be read' }),
      (answer) => isSuccess(answer.status),
    );
    this.knowledge.wasRead(read.operation, settled);
  }

  /** Reads an invoice that must be readable for the check to go on. */
  async shownInvoice(reference: string, note = 'reading the invoice back', account?: Credentials) {
    return this.shown({ operation: 'getInvoice', reference, ...callerOf(account) }, note);
  }

  /** Reads an identity that must be readable for the check to go on. */
  async shownIdentity(reference: string, note = 'reading the identity back', account?: Credentials) {
    return this.shown({ operation: 'getIdentity', reference, ...callerOf(account) }, note);
  }

  private async shown(read: ValidCall, note: string): Promise<Record<string, unknown>> {
    const answer = await this.api.call(read, { note });
    if (!isSuccess(answer.status))
      throw new ArrangementFailed(`${read.operation} did not show it: ${describe(answer)}`);
    return objectOf(answer);
  }

  private dialect(): Promise<Dialect> {
    return this.knowledge.dialect();
  }
}

function callerOf(account: Credentials | undefined): Pick<ValidCall, 'account'> {
  return account === undefined ? {} : { account };
}
