/** Freedoms of how the end of a commit is announced. */
import { notPossible } from '../failures.ts';
import { isObject } from '../json.ts';
import type { Freedom } from './freedom.ts';

export const notificationFreedoms = [
  {
    id: 'notifications-never-arrive',
    sentence: 'The address for notifications is taken and never called, as from behind a firewall.',
    change: () => ({ commit: { notifications: () => [] } }),
  },
  {
    id: 'notifications-with-more',
    sentence: 'A notification holds more members than documented, names its job and id as numbers, and comes twice.',
    change: ({ commit: { notifications } }) => ({
      commit: {
        notifications: (call, job, id) =>
          [0, 1].flatMap((attempt) =>
            notifications(call, job, id).map(({ method, payload }) => {
              const number = /^\d+$/.test(job) ? { job: Number(job), notification: Number(id) } : {};
              const more = { attempt, at: new Date(call.world.clock.now()).toISOString() };
              return { method, payload: isObject(payload) ? { ...payload, ...number, ...more } : payload };
            }),
          ),
      },
    }),
  },
  {
    id: 'notify-address-refused',
    sentence: 'A commit that names an address of this machine for its notification is refused.',
    change: ({ commit: { allowed } }) => ({
      commit: {
        allowed: (call, invoice) => {
          const { notifyUrl } = call.body;
          const own = typeof notifyUrl === 'string' && notifyUrl.includes('//127.');
          return own ? notPossible('The address for notifications is not public') : allowed(call, invoice);
        },
      },
    }),
  },
] as const satisfies readonly Freedom[];
