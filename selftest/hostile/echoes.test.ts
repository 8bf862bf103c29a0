/** Servers that send credentials back. Nothing that a run prints or writes holds them. */
import { declareMisbehaviours } from './declare.ts';

declareMisbehaviours('echoes');
