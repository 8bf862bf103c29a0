/** Loaded into a run by NODE_OPTIONS: makes the thread that runs the checks break down, in the way BREAK_DOWN says. */
import { isMainThread } from 'node:worker_threads';

/** As it is before anybody replaces it: in a thread it ends the thread. */
const { exit } = process;

const ways = {
  exception: () => {
    throw new Error('nobody caught this');
  },
  exit: () => exit.call(process, 7),
};

const way = ways[process.env.BREAK_DOWN];
if (!isMainThread && way !== undefined) setTimeout(way, Number(process.env.BREAK_DOWN_AFTER ?? 3000)).unref();
