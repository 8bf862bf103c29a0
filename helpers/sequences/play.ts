/** Plays a sequence against a server, each time on a customer and invoices of its own, and holds it against the model. */
import type { Departure, JsonObject, ValidCall } from '../api.ts';
import { describe } from '../expect.ts';
import { ArrangementFailed, TransportFailed } from '../failures.ts';
import { type Answer, isSuccess } from '../http/answer.ts';
import { sameAnswer } from '../replay.ts';
import { quiet } from '../settle.ts';
import { itemsOf } from '../shown.ts';
import { type CheckContext, notApplicable } from '../spec.ts';
import type { Command } from './commands.ts';
import {
  committed,
  created,
  type Difference,
  dunned,
  type KnownInvoice,
  levelUnknown,
  sighted,
  unknown,
  updated,
} from './model.ts';
import { Differs, ServerError, Sights } from './sights.ts';

/** How a play ended. */
export type Ending =
  | { readonly kind: 'agrees' }
  /** Something happened that ends the play and accuses nobody: a server error, a lost connection. */
  | { readonly kind: 'undecided'; readonly problem: Error }
  | {
      readonly kind: 'differs';
      /** Commands that were carried out until then. */
      readonly commands: number;
      /** What was done, in words. */
      readonly steps: readonly string[];
      readonly difference: Difference;
    };

/** A keyed call that was accepted. */
interface KeyedCall {
  readonly call: ValidCall;
  readonly key: string;
  readonly name: string;
  readonly first: Answer;
}

/** Plays one sequence. `patienceMs` is how long a sight may take to agree. Throws NotApplicable and ArrangementFailed alone. */
export async function play(context: CheckContext, commands: readonly Command[], patienceMs: number): Promise<Ending> {
  const game = new Game(context, patienceMs);
  let done = 0;
  try {
    for (const command of commands) {
      done += 1;
      await game.carryOut(command);
    }
    await game.auditAll();
    return { kind: 'agrees' };
  } catch (error) {
    if (error instanceof Differs) {
      return { kind: 'differs', commands: done, steps: game.steps, difference: error.difference };
    }
    if (error instanceof TransportFailed || error instanceof ServerError) return { kind: 'undecided', problem: error };
    throw error;
  }
}

class Game {
  readonly steps: string[] = [];
  private readonly context: CheckContext;
  private readonly invoices: KnownInvoice[] = [];
  private readonly keyed: KeyedCall[] = [];
  private readonly sights: Sights;
  private readonly pending: Promise<void>[] = [];

  constructor(context: CheckContext, patienceMs: number) {
    this.context = context;
    this.sights = new Sights(context, patienceMs);
  }

  async carryOut(command: Command): Promise<void> {
    if (command.do === 'create') return this.create(command.keyed);
    await this.allSeen();
    if (command.do === 'replay') return this.replay(command.back, command.times);
    const index = this.invoices.length === 0 ? -1 : command.invoice % this.invoices.length;
    const invoice = this.invoices[index];
    if (invoice === undefined) return;
    const put = (next: KnownInvoice) => {
      this.invoices[index] = next;
    };
    switch (command.do) {
      case 'update':
        return this.update(invoice, await this.updateBody(command), put);
      case 'wrong update':
        return this.wrongUpdate(invoice, command.how, put);
      case 'resend':
        for (let time = 0; time < command.times; time += 1) {
          await this.task(`resend ${invoice.name}`, 'resendInvoice', invoice, {}, command.keyed);
        }
        return;
      case 'dunning':
        return this.dunning(invoice, command.level, command.keyed, put);
      case 'wrong dunning':
        if (await this.task(`dun ${invoice.name} wrongly`, 'modifyDunning', invoice, { dunninglevel: 'high' }, false)) {
          put(levelUnknown(invoice));
        }
        return;
      case 'commit':
        if (await this.task(`commit ${invoice.name}`, 'commitInvoice', invoice, {}, command.keyed)) {
          put(committed(invoice));
        }
        return;
      case 'read':
        this.steps.push(`read ${invoice.name}`);
        return put(await this.sights.audit(invoice));
    }
  }

  /** Every invoice shows what it has to, after whatever late effects there are. */
  async auditAll(): Promise<void> {
    await this.allSeen();
    await quiet(this.context.session);
    for (const difference of await Promise.all(this.invoices.map((invoice) => this.sights.lookAt(invoice)))) {
      if ('what' in difference) throw new Differs(difference);
    }
  }

  private async create(withKey: boolean): Promise<void> {
    const { arrange, invent } = this.context;
    const name = String.fromCharCode('A'.charCodeAt(0) + this.invoices.length);
    const identity = await arrange.ownNewIdentity();
    const reference = arrange.newReference('invoice');
    const body = { reference, ...(await arrange.invoiceBody({ items: invent.items(2) })) };
    const call: ValidCall = { operation: 'createInvoice', reference: identity.reference, body };
    const step = `create ${name}`;
    let answer = await this.send(step, call, withKey);
    if (answer.status === 400 || answer.status === 404 || answer.status === 422) {
      // The identity may not have been visible yet.
      await arrange.untilReadable({ operation: 'getIdentity', reference: identity.reference });
      answer = await this.send(step, call, withKey);
    }
    if (!isSuccess(answer.status)) throw new ArrangementFailed(`no invoice could be created: ${describe(answer)}`);
    const invoice = created(name, reference, body);
    const place = this.invoices.push(invoice) - 1;
    // Where everything is shown at once the first invoice tells it, and the audit in the end sees the others.
    if (place > 0 && this.context.session.lagMs === 0) return;
    const sight = this.sights.firstSight(invoice).then((shown) => {
      if (itemsOf(shown) === undefined) notApplicable('this server does not show the items of an invoice');
      this.invoices[place] = sighted(invoice, shown);
    });
    // Awaited before anything else is done to an invoice, and not before the next is created.
    sight.catch(() => {});
    this.pending.push(sight);
  }

  /** Every invoice has been seen that has to be. */
  private async allSeen(): Promise<void> {
    await Promise.all(this.pending.splice(0));
  }

  private async updateBody({ items, members }: Extract<Command, { do: 'update' }>): Promise<JsonObject> {
    const { arrange, invent } = this.context;
    return {
      ...(members.includes('due') ? { due: invent.date(-9) } : {}),
      ...(members.includes('meta') ? { meta: { note: invent.word() } } : {}),
      ...(items === 0 ? {} : { items: await arrange.itemBodies(invent.items(items)) }),
    };
  }

  private async update(invoice: KnownInvoice, body: JsonObject, put: (next: KnownInvoice) => void): Promise<void> {
    const sent = Object.entries(body).map(([member, value]) =>
      member === 'items' && Array.isArray(value) ? counted(value.length) : member,
    );
    const step = `update ${invoice.name} with ${sent.join(' and ') || 'nothing'}`;
    const call: ValidCall = { operation: 'updateInvoice', reference: invoice.reference, body };
    const answer = await this.send(step, call, false);
    // A refused call changes nothing; whether this one had to be taken is for other requirements.
    if (!isSuccess(answer.status)) return;
    const next = updated(invoice, body);
    put(next.committed ? next : await this.sights.afterwards(next, 'update'));
  }

  private async wrongUpdate(
    invoice: KnownInvoice,
    how: Extract<Command, { do: 'wrong update' }>['how'],
    put: (next: KnownInvoice) => void,
  ): Promise<void> {
    const { arrange, invent } = this.context;
    const items = await arrange.itemBodies(invent.items(1));
    const departures: Readonly<Record<typeof how, Departure>> = {
      'a wrong member beside items': { body: { items, netbased: 'neither' } },
      'a wrong item': { body: { items: [...items, 'no item'] } },
      'malformed JSON': { rawBody: `{"items":${JSON.stringify(items)},"meta":{` },
    };
    const call: ValidCall = { operation: 'updateInvoice', reference: invoice.reference, body: {} };
    const answer = await this.send(`update ${invoice.name} wrongly (${how})`, call, false, departures[how]);
    if (isSuccess(answer.status)) put(unknown(invoice));
  }

  private async dunning(
    invoice: KnownInvoice,
    level: number | undefined,
    withKey: boolean,
    put: (next: KnownInvoice) => void,
  ): Promise<void> {
    const body = level === undefined ? { startDunningDate: this.context.invent.day(-4) } : { dunninglevel: level };
    const step = `dun ${invoice.name} with ${level === undefined ? 'a start date' : `level ${level}`}`;
    if (!(await this.task(step, 'modifyDunning', invoice, body, withKey))) return;
    const next = dunned(invoice, level);
    if (next.level !== undefined) return put(await this.sights.afterwards(next, 'dunning'));
    put(level === undefined ? next : await this.sights.learnLevel(next, level));
  }

  /** Sends a task; whether it was accepted. */
  private async task(
    step: string,
    operation: 'resendInvoice' | 'modifyDunning' | 'commitInvoice',
    { reference }: KnownInvoice,
    body: JsonObject,
    withKey: boolean,
  ): Promise<boolean> {
    return isSuccess((await this.send(step, { operation, reference, body }, withKey)).status);
  }

  private async replay(back: number, times: number): Promise<void> {
    if (this.keyed.length === 0) return;
    const { call, key, name, first } = this.keyed.at(-1 - (back % this.keyed.length)) ?? missing();
    for (let time = 0; time < times; time += 1) {
      this.steps.push(`repeat "${name}" with its key`);
      const again = await this.context.api.call(call, { key, note: this.note() });
      if (!sameAnswer(first, again)) {
        throw new Differs({ what: 'answer', expected: describe(first), actual: describe(again) });
      }
    }
  }

  /** Sends a call, and keeps it to be repeated where it bears a key and was accepted. */
  private async send(step: string, call: ValidCall, withKey: boolean, departure: Departure = {}): Promise<Answer> {
    this.steps.push(step);
    const key = withKey ? this.context.newKey() : undefined;
    const answer = await this.context.api.call(call, {
      ...departure,
      note: this.note(),
      ...(key === undefined ? {} : { key }),
    });
    if (answer.status >= 500) throw new ServerError(`${step}: ${describe(answer)}`);
    if (key !== undefined && isSuccess(answer.status)) this.keyed.push({ call, key, name: step, first: answer });
    return answer;
  }

  private note(): string {
    return `step ${this.steps.length}: ${this.steps.at(-1) ?? ''}`;
  }
}

function counted(items: number): string {
  return items === 1 ? '1 item' : `${items} items`;
}

function missing(): never {
  throw new Error('a keyed call was there');
}
