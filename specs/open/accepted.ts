/** Open questions of the form: is this accepted? Nothing is judged; the answer is recorded. */
import type { Departure, JsonObject, ValidCall } from '../../helpers/api.ts';
import { isSuccess } from '../../helpers/http/answer.ts';
import { type CheckContext, requirement } from '../../helpers/spec.ts';

async function accepted(context: CheckContext, call: ValidCall, departure: Departure = {}): Promise<void> {
  const answer = await context.api.call(call, departure);
  context.observe(isSuccess(answer.status) ? 'accepted' : 'refused');
}

/** A change of the dunning with a body that no page speaks of. */
async function dunning(context: CheckContext, body: JsonObject): Promise<void> {
  const { reference } = await context.arrange.invoiceReadyFor('modifyDunning');
  await accepted(context, { operation: 'modifyDunning', reference, body });
}

requirement('open.dunning-level-negative', (context) => dunning(context, { dunninglevel: -1 }));
requirement('open.dunning-level-fraction', (context) => dunning(context, { dunninglevel: 1.5 }));
requirement('open.dunning-level-text', (context) => dunning(context, { dunninglevel: '1' }));
requirement('open.dunning-level-null', (context) => dunning(context, { dunninglevel: null }));
requirement('open.dunning-empty-object', (context) => dunning(context, {}));
requirement('open.dunning-date-time', (context) =>
  dunning(context, { startDunningDate: `${context.invent.day(-10)}T12:00:00Z` }),
);

requirement('open.dunning-level-lowered', async (context) => {
  const { api, arrange } = context;
  const { reference } = await arrange.invoiceReadyFor('modifyDunning');
  await api.call({ operation: 'modifyDunning', reference, body: { dunninglevel: 2 } }, { note: 'level 2 first' });
  await accepted(context, { operation: 'modifyDunning', reference, body: { dunninglevel: 1 } });
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

requirement('open.no-body', async (context) => {
  await accepted(context, await context.arrange.validCall(context.operation), { rawBody: null, note: 'no body' });
});

requirement('open.page-number-wrong', (context) =>
  accepted(context, { operation: 'listIdentities', query: { page: 'first', pageSize: '2' } }),
);

requirement('open.date-notation', async (context) => {
  const { reference } = await context.arrange.invoice();
  await accepted(context, { operation: 'updateInvoice', reference, body: { due: 'next week' } });
});

requirement('open.state-member', async (context) => {
  const { reference } = await context.arrange.invoice();
  await accepted(context, { operation: 'updateInvoice', reference, body: { state: 'canceled' } });
});

requirement('open.success-status', async (context) => {
  const { status } = await context.api.call(await context.arrange.validCall(context.operation));
  context.observe([200, 201, 202, 204].includes(status) ? String(status) : 'other');
});
