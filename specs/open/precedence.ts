/** Open questions of which of several mistakes is named. Nothing is judged; the answer is recorded. */
import { mistakenCall, sharedCall } from '../../helpers/observe.ts';
import { requirement } from '../../helpers/spec.ts';

requirement('open.foreign-resource-status', async (context) => {
  const { api, arrange, observe, operation } = context;
  const account = context.secondAccount();
  const call = await arrange.validCall(operation);
  const { status } = await api.call({ ...call, account }, { note: "another account's call on it" });
  observe([401, 403, 404].includes(status) ? String(status) : 'other');
});

requirement('open.validation-or-existence', async (context) => {
  const { api, arrange, observe } = context;
  const right = await sharedCall(context);
  const { wrong } = mistakenCall(context, right);
  const call = { ...right, reference: arrange.absentReference(), body: wrong };
  const { status } = await api.call(call, { note: 'a mistake, on a reference that names nothing' });
  observe(status === 404 ? 'existence' : status === 400 || status === 422 ? 'validation' : 'other');
});

requirement('open.authentication-or-route', async ({ api, arrange, observe }) => {
  const path = `/${arrange.absentReference()}`;
  const { status } = await api.unknownRoute(path, { credentials: 'none', note: 'an unknown route, no credentials' });
  observe(status === 401 || status === 403 ? 'authentication' : status === 404 ? 'route' : 'other');
});
