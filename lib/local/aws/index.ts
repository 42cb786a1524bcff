/** The local AWS: one stack, one endpoint, this machine only. */
export { type LocalAws, startLocalAws } from './stack.ts';
