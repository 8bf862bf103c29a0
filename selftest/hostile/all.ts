/** Every misbehaviour. */
import { callMisbehaviours } from './calls.ts';
import { codingMisbehaviours } from './codings.ts';
import { connectionMisbehaviours } from './connections.ts';
import { echoMisbehaviours } from './echoes.ts';
import { framingMisbehaviours } from './framing.ts';
import { headMisbehaviours } from './heads.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { textMisbehaviours } from './texts.ts';

/** All of them, by subject. */
export const misbehaviours: Readonly<Record<string, readonly Misbehaviour[]>> = {
  connections: connectionMisbehaviours,
  framing: framingMisbehaviours,
  heads: headMisbehaviours,
  codings: codingMisbehaviours,
  texts: textMisbehaviours,
  calls: callMisbehaviours,
  echoes: echoMisbehaviours,
};
