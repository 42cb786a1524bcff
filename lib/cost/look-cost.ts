/** What it costs to look at a destination that stands still. Pure. */
import { assumptions } from './assumptions.ts';
import { dollarsFor } from './prices.ts';

const { writes, reads, queueRequests, seconds, memoryGb } = assumptions.look;

/** Dollars for one look of the supervisor, whatever came of it. */
const oneLook =
  dollarsFor('write', writes) +
  dollarsFor('read', reads) +
  dollarsFor('queueRequest', queueRequests) +
  dollarsFor('invocation', 1) +
  dollarsFor('duration', seconds * memoryGb) +
  dollarsFor('secretRead', 1);

/** Dollars for a day of one look a minute: the most that an open circuit asks for. */
export const lookCostPerDay = (): number => 24 * 60 * oneLook;
