/** Open questions of creating, and of members that no page documents. Nothing is judged; the answer is recorded. */
import type { ValidCall } from '../../helpers/api.ts';
import { isSuccess } from '../../helpers/http/answer.ts';
import { markedUpdate, observeAccepted, soon, whenShown } from '../../helpers/observe.ts';
import { quiet } from '../../helpers/settle.ts';
import { type CheckContext, requirement } from '../../helpers/spec.ts';

/** A member that no page documents and no server has besides. */
const unheard = 'conformanceunheard';

requirement('open.unknown-member', async (context) => {
  const { api, arrange, invent, observe, operation, session } = context;
  const value = invent.word();
  if (operation === 'updateInvoice') {
    const { reference } = await arrange.invoice();
    const { answer, shown } = await markedUpdate(context, reference, { [unheard]: value }, 'an unknown member');
    if (!isSuccess(answer.status)) return observe('refused');
    return observe(JSON.stringify(shown).includes(value) ? 'kept' : 'ignored');
  }
  const call = await arrange.validCall(operation);
  const answer = await api.call({ ...call, body: { ...call.body, [unheard]: value } }, { note: 'an unknown member' });
  if (!isSuccess(answer.status)) return observe('refused');
  const read = readerOf(call);
  await arrange.untilReadable(read);
  await quiet(session);
  const shown = await api.call(read, { note: 'is the unknown member kept' });
  observe(shown.text.includes(value) ? 'kept' : 'ignored');
});

/** Reading what a call created or changed. */
function readerOf({ operation, reference, body }: ValidCall): ValidCall {
  if (operation === 'createIdentity') return { operation: 'getIdentity', reference: String(body?.reference) };
  const created = operation === 'createInvoice' ? String(body?.reference) : undefined;
  return { operation: 'getInvoice', reference: created ?? reference ?? '' };
}

requirement('open.invoice-without-items', async (context) => {
  const call = await context.arrange.validCall('createInvoice');
  await observeAccepted(context, { ...call, body: { ...call.body, items: [] } }, { note: 'no items' });
});

requirement('open.upsert-without-reference', async (context) => {
  const { arrange, invent } = context;
  const reference = arrange.newReference('identity');
  await observeAccepted(context, { operation: 'upsertIdentity', reference, body: invent.identity() });
});

requirement('open.upsert-other-reference', async (context) => {
  const { api, arrange, invent, observe } = context;
  const [path, body] = [arrange.newReference('identity'), arrange.newReference('identity')];
  const call = {
    operation: 'upsertIdentity',
    reference: path,
    body: { ...invent.identity(), reference: body },
  } as const;
  const answer = await api.call(call, { note: 'a body that names another reference' });
  if (!isSuccess(answer.status)) return observe('refused');
  const found = await whenShown(
    context,
    async () => {
      for (const [name, reference] of [
        ['path', path],
        ['body', body],
      ] as const) {
        if (isSuccess((await api.getIdentity(reference, `by the reference of the ${name}`)).status)) return name;
      }
      return undefined;
    },
    (sight) => sight !== undefined,
  );
  observe(found ?? 'neither shown');
});

requirement('open.reference-length', async ({ api, arrange, invent, observe }) => {
  for (const length of [1000, 255, 128, 64]) {
    const body = { ...invent.identity(), reference: arrange.newReference('identity').padEnd(length, 'r') };
    const answer = await api.call(
      { operation: 'createIdentity', body },
      { note: `a reference of ${length} characters` },
    );
    if (isSuccess(answer.status)) return observe(String(length));
  }
  observe('none');
});

requirement('open.reference-special-characters', async (context) => {
  const { api, arrange, invent, observe } = context;
  const reference = `${arrange.newReference('identity')}/a ä`;
  const body = { ...invent.identity(), reference };
  const answer = await api.call({ operation: 'createIdentity', body }, { note: 'a reference with signs' });
  if (!isSuccess(answer.status)) return observe('refused');
  const read = { operation: 'getIdentity', reference } as const;
  const shown = await readSoon(context, read);
  observe(shown ? 'created and read' : 'created but not read');
});

/** Whether a resource can be read; gateways answer paths with encoded slashes on their own, so that nobody is judged by it. */
async function readSoon(context: CheckContext, read: ValidCall): Promise<boolean> {
  const look = () => context.api.call(read, { unjudged: true, note: 'reading it by its encoded reference' });
  const answer = await soon(context, look, ({ status }) => isSuccess(status));
  return isSuccess(answer.status);
}
