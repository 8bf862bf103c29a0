/** The management server: on a port of its own, never reachable through the API. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { isFaultId } from './faults/index.ts';
import { isFreedomId } from './freedoms/index.ts';
import { isObject } from './json.ts';
import type { Deviations, Sandbox } from './start.ts';

/** A server through which tests and people look at a sandbox and steer it. */
export function createManagementServer(sandbox: Sandbox): Server {
  const app = new Hono();
  const clock = () => ({ now: new Date(sandbox.clock.now()).toISOString() });

  app.post('/reset', (context) => {
    sandbox.reset();
    return context.body(null, 204);
  });

  app.get('/clock', (context) => context.json(clock()));
  app.put('/clock', async (context) => {
    const advance = (await read(context.req.raw)).advance;
    if (typeof advance !== 'number' || !(advance >= 0)) {
      return context.json({ error: 'Send {"advance": milliseconds}.' }, 400);
    }
    sandbox.clock.advance(advance);
    return context.json(clock());
  });

  app.get('/faults', (context) => context.json({ faults: sandbox.deviations.faults }));
  app.put('/faults', async (context) => {
    const body = await read(context.req.raw);
    const ids = textsOf(body.faults);
    const unknown = ids?.find((id) => !isFaultId(id));
    if (ids === undefined || unknown !== undefined) return context.json({ error: complaint('faults', unknown) }, 400);
    change({ ...sandbox.deviations, faults: ids.filter(isFaultId) }, body.reset === true);
    return context.json({ faults: sandbox.deviations.faults });
  });

  app.get('/freedoms', (context) => context.json({ freedoms: sandbox.deviations.freedoms }));
  app.put('/freedoms', async (context) => {
    const body = await read(context.req.raw);
    const ids = textsOf(body.freedoms);
    const unknown = ids?.find((id) => !isFreedomId(id));
    if (ids === undefined || unknown !== undefined) return context.json({ error: complaint('freedoms', unknown) }, 400);
    change({ ...sandbox.deviations, freedoms: ids.filter(isFreedomId) }, body.reset === true);
    return context.json({ freedoms: sandbox.deviations.freedoms });
  });

  app.get('/effects', (context) => {
    const { mails, notifications } = sandbox.world;
    return context.json({ mails, notifications });
  });
  app.get('/requests', (context) => context.json(sandbox.statistics()));

  return createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));

  function change(deviations: Deviations, reset: boolean): void {
    if (reset) sandbox.use(deviations);
    else sandbox.deploy(deviations);
  }
}

async function read(request: Request): Promise<Record<string, unknown>> {
  const body: unknown = await request.json().catch(() => undefined);
  return isObject(body) ? body : {};
}

function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((id) => typeof id === 'string') ? value : undefined;
}

function complaint(kind: string, unknown: string | undefined): string {
  return unknown === undefined ? `Send {"${kind}": [ids]}.` : `'${unknown}' is none of the ${kind}.`;
}
