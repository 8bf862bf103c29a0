/** Servers that misbehave in what they say: codings, texts, calls. Nothing they do makes a run hang, crash, lie or leak. */
import { declareMisbehaviours } from './declare.ts';

declareMisbehaviours('codings');
declareMisbehaviours('texts');
declareMisbehaviours('calls');
