/** Servers that misbehave on the wire: connections, framing, heads. Nothing they do makes a run hang, crash, lie or leak. */
import { declareMisbehaviours } from './declare.ts';

declareMisbehaviours('connections');
declareMisbehaviours('framing');
declareMisbehaviours('heads');
