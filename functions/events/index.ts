import type { EventContract } from '../core/declare/event.ts';
import { customerCreated } from './customer-created.ts';
import { paymentRequested } from './payment-requested.ts';

/** Every event type there is: what can be sent, documented and routed. */
export const events: readonly EventContract[] = [customerCreated, paymentRequested];
