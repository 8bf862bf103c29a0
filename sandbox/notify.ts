/** Telling the merchant that a job has ended. Only addresses of this machine are ever called. */
import { request } from 'node:http';
import type { Call } from './call.ts';
import type { Json } from './json.ts';
import type { Notification } from './model.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Calls the address a client named, if it is on this machine, and records what became of it. */
export function notify(call: Call, url: string, job: string): void {
  const announcements = call.rules.commit.notifications(call, job, String(call.world.nextNumber()));
  for (const { method, payload } of announcements) send(call, url, method, payload);
}

function send({ world, login }: Call, url: string, method: string, payload: Json): void {
  const notification: Notification = { account: login.account.username, url, payload, state: 'sending' };
  world.notifications.push(notification);
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target === undefined || target.protocol !== 'http:' || !loopback.has(target.hostname)) {
    notification.state = 'refused';
    return;
  }
  const text = JSON.stringify(payload);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  };
  const outgoing = request(target, { method, headers, timeout: 2000 }, (answer) => {
    notification.state = 'sent';
    answer.resume();
  });
  outgoing.on('timeout', () => outgoing.destroy());
  outgoing.on('error', () => {
    if (notification.state === 'sending') notification.state = 'failed';
  });
  outgoing.end(text);
}
