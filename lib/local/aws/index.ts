/** The local AWS: one stack, one endpoint, this machine only. */
export { type LocalAws, type LocalAwsOptions, startLocalAws } from './stack.ts';
