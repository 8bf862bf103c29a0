/** Open questions of what the dunning takes and shows. Nothing is judged; the answer is recorded. */
import type { JsonObject } from '../../helpers/api.ts';
import { showsWhatWasSent } from '../../helpers/compare.ts';
import { changeDunning, startDate } from '../../helpers/dunning.ts';
import { isSuccess } from '../../helpers/http/answer.ts';
import { needSuccess } from '../../helpers/invoices.ts';
import { accept, observeAccepted, showsLevel, soon, whenCommitted } from '../../helpers/observe.ts';
import { dunningLevelOf, startDunningDateOf } from '../../helpers/shown.ts';
import { type CheckContext, requirement } from '../../helpers/spec.ts';

/** A change of the dunning with a body that no page speaks of. */
async function dunning(context: CheckContext, body: JsonObject): Promise<void> {
  const { reference } = await context.arrange.invoiceReadyFor('modifyDunning');
  await observeAccepted(context, { operation: 'modifyDunning', reference, body });
}

/** The same on an invoice whose level stays as it is, so that none is in the way of another. */
async function dunningDate(context: CheckContext, body: JsonObject): Promise<void> {
  const { arrange, knowledge } = context;
  const { reference } = await knowledge.once('an invoice to date the dunning of', () =>
    arrange.invoiceReadyFor('modifyDunning'),
  );
  await observeAccepted(context, { operation: 'modifyDunning', reference, body });
}

requirement('open.dunning-level-negative', (context) => dunning(context, { dunninglevel: -1 }));
requirement('open.dunning-level-fraction', (context) => dunning(context, { dunninglevel: 1.5 }));
requirement('open.dunning-level-text', (context) => dunning(context, { dunninglevel: '1' }));
requirement('open.dunning-level-null', (context) => dunning(context, { dunninglevel: null }));
requirement('open.dunning-empty-object', (context) => dunningDate(context, {}));
requirement('open.dunning-date-null', (context) => dunningDate(context, { startDunningDate: null }));
requirement('open.dunning-date-future', (context) =>
  dunningDate(context, { startDunningDate: context.invent.day(30) }),
);
requirement('open.dunning-date-before-issue', (context) =>
  dunningDate(context, { startDunningDate: context.invent.day(-60) }),
);
requirement('open.dunning-date-time', (context) =>
  dunningDate(context, { startDunningDate: `${context.invent.day(-10)}T12:00:00Z` }),
);

requirement('open.dunning-level-lowered', async (context) => {
  const { reference } = await context.arrange.invoiceReadyFor('modifyDunning');
  needSuccess(await changeDunning(context, reference, { dunninglevel: 2 }, 'level 2 first'), 'level 2');
  await showsLevel(context, reference, 2);
  await observeAccepted(context, { operation: 'modifyDunning', reference, body: { dunninglevel: 1 } });
});

requirement('open.dunning-level-range', async (context) => {
  const { api, arrange } = context;
  const { reference } = await arrange.invoiceReadyFor('modifyDunning');
  let highest = 2;
  for (let dunninglevel = 3; dunninglevel <= 9; dunninglevel += 1) {
    const answer = await api.call({ operation: 'modifyDunning', reference, body: { dunninglevel } });
    if (!isSuccess(answer.status)) break;
    highest = dunninglevel;
  }
  context.observe(String(highest));
});

requirement('open.dunning-disabled', async (context) => {
  const { arrange, knowledge } = context;
  const invoice = await arrange.invoice({ members: { detail: { dunning: { disabled: true } } } });
  const { reference } = invoice;
  if (!(await knowledge.onlyBeforeCommit('modifyDunning'))) {
    await accept(context, { operation: 'commitInvoice', reference, body: {} }, { note: 'committing the invoice' });
    await whenCommitted(context, reference);
  }
  await observeAccepted(context, { operation: 'modifyDunning', reference, body: { dunninglevel: 1 } });
});

requirement('open.dunning-shown', async (context) => {
  const { arrange, observe } = context;
  const { reference } = await arrange.invoiceReadyFor('modifyDunning');
  const body = { dunninglevel: 1, startDunningDate: await startDate(context) };
  await accept(context, { operation: 'modifyDunning', reference, body }, { note: 'a level and a start date' });
  const shown = await soon(
    context,
    () => arrange.shownInvoice(reference, 'does it show'),
    (sight) => dunningLevelOf(sight) !== undefined && startDunningDateOf(sight) !== undefined,
  );
  const [level, date] = [dunningLevelOf(shown) !== undefined, startDunningDateOf(shown) !== undefined];
  observe(level && date ? 'level and date' : level ? 'level' : date ? 'date' : 'neither');
});

requirement('open.dunning-start-date-kept', async (context) => {
  const { arrange, observe } = context;
  const { reference, sent } = await arrange.invoiceReadyFor('modifyDunning');
  const day = await startDate(context);
  const call = { operation: 'modifyDunning', reference } as const;
  const look = () => arrange.shownInvoice(reference, 'the base date shown');
  await accept(context, { ...call, body: { dunninglevel: 1, startDunningDate: day } }, { note: 'a start date' });
  const first = await soon(context, look, (sight) => showsWhatWasSent(day, startDunningDateOf(sight)));
  if (!showsWhatWasSent(day, startDunningDateOf(first))) return observe('not shown');
  await accept(context, { ...call, body: { dunninglevel: 2 } }, { note: 'a level and no start date' });
  const shown = startDunningDateOf(await soon(context, look, (sight) => dunningLevelOf(sight) === 2));
  if (shown === undefined) return observe('cleared');
  if (showsWhatWasSent(day, shown)) return observe('kept');
  observe(typeof sent.due === 'string' && showsWhatWasSent(sent.due, shown) ? 'reset to the due date' : 'another date');
});
