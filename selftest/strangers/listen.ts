/** What the strangers share: how a server of this machine begins and ends. They share nothing of what they answer. */
import { once } from 'node:events';
import type { Server } from 'node:http';

/** Listens on a free port of the loopback interface; `before` is done when it is closed. */
export async function listen(server: Server, before: () => void = () => undefined) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/api`,
    close: async (): Promise<void> => {
      before();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
