/** Looking at invoices during a play, and holding each sight against what is known. */
import { describe } from '../expect.ts';
import { ArrangementFailed } from '../failures.ts';
import { type Answer, isSuccess, objectOf } from '../http/answer.ts';
import { quiet, settle } from '../settle.ts';
import { dunningLevelOf, itemsOf } from '../shown.ts';
import type { CheckContext } from '../spec.ts';
import { type Difference, differenceOf, type KnownInvoice, levelShown, sighted } from './model.ts';

/** Carries the first difference out of the depth of a play. */
export class Differs extends Error {
  readonly difference: Difference;

  constructor(difference: Difference) {
    super(difference.what);
    this.difference = difference;
  }
}

/** A 5xx: `answers.no-server-error` judges it, and nobody knows what it left behind. */
export class ServerError extends ArrangementFailed {}

/** Looks at the invoices of one play. */
export class Sights {
  private readonly context: CheckContext;
  private readonly patienceMs: number;
  private readonly lookedAfter = new Set<string>();

  /** `patienceMs` is how long a sight may take to agree. */
  constructor(context: CheckContext, patienceMs: number) {
    this.context = context;
    this.patienceMs = patienceMs;
  }

  /** Waits until a new invoice shows what it was created with: `create-invoice.answered-means-stored` judges that. */
  async firstSight(invoice: KnownInvoice): Promise<Record<string, unknown>> {
    const { sight } = await settle(
      this.context.session,
      () => this.read(invoice, 'the new invoice'),
      (answer) =>
        isSuccess(answer.status) &&
        (itemsOf(answer.json) === undefined || differenceOf(invoice, objectOf(answer)) === undefined),
      this.patienceMs,
    );
    if (!isSuccess(sight.status)) throw new ArrangementFailed(`a new invoice cannot be read: ${describe(sight)}`);
    const difference = itemsOf(sight.json) === undefined ? undefined : differenceOf(invoice, objectOf(sight));
    if (difference === undefined) return objectOf(sight);
    throw new ArrangementFailed(`a new invoice shows other ${difference.what} than it was created with`);
  }

  /** Whether this server applies the level to this invoice and shows it is left open, so it is found out. */
  async learnLevel(invoice: KnownInvoice, level: number): Promise<KnownInvoice> {
    const look = async () => {
      const answer = await this.read(invoice, 'does the level show');
      return isSuccess(answer.status) ? dunningLevelOf(answer.json) : undefined;
    };
    const { session } = this.context;
    let shown = await look();
    if (shown !== undefined && shown !== level && session.lagMs > 0) {
      await quiet(session);
      shown = await look();
    }
    return shown === level ? levelShown(invoice, level) : invoice;
  }

  /**
   * After a change that was accepted: looks whether it shows, the first time and wherever effects were seen to come late,
   * so that the next call does not overtake it. Where they are there at once, the audit at the end is enough.
   */
  async afterwards(invoice: KnownInvoice, change: string): Promise<KnownInvoice> {
    const needless = this.lookedAfter.has(change) && this.context.session.lagMs === 0;
    this.lookedAfter.add(change);
    return needless ? invoice : this.audit(invoice);
  }

  /** The invoice shows what it has to; what is known of it then. */
  async audit(invoice: KnownInvoice): Promise<KnownInvoice> {
    const sight = await this.lookAt(invoice);
    if ('what' in sight) throw new Differs(sight);
    return sight;
  }

  /** Looks until an invoice shows what it has to, since an effect may come after its answer. */
  async lookAt(invoice: KnownInvoice): Promise<KnownInvoice | Difference> {
    const { sight, settled } = await settle(
      this.context.session,
      async () => {
        const answer = await this.read(invoice, `looking at ${invoice.name}`);
        if (answer.status >= 500) throw new ServerError(describe(answer));
        return answer;
      },
      (answer) => isSuccess(answer.status) && differenceOf(invoice, objectOf(answer)) === undefined,
      this.patienceMs,
    );
    if (settled) return sighted(invoice, objectOf(sight));
    const { name } = invoice;
    if (!isSuccess(sight.status)) {
      return { what: `an answer instead of ${name}`, expected: `invoice ${name}`, actual: describe(sight) };
    }
    const difference = differenceOf(invoice, objectOf(sight));
    return difference === undefined ? invoice : { ...difference, what: `other ${difference.what} on ${name}` };
  }

  private read({ reference }: KnownInvoice, note: string): Promise<Answer> {
    return this.context.api.getInvoice(reference, note);
  }
}
