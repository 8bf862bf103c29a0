/** The way to the wire, and how much may travel on it. */
import type { EffectRules, TrafficRules, TransportRules } from '../rules.ts';
import { headOnly } from './answers.ts';

export const transport: TransportRules = {
  deliver(request, { status, headers, text }, outgoing) {
    if (status === 204 || status === 304) outgoing.writeHead(status, headers).end();
    else {
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
      outgoing.end(headOnly(request) ? undefined : text);
    }
  },
  drops: () => false,
};

export const traffic: TrafficRules = {
  admit: () => undefined,
  latencyMs: () => 0,
  held: () => undefined,
  workMs: () => 0,
};

export const effects: EffectRules = {
  happen: (_call, effect) => effect(),
};
