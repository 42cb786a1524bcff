import type { DeclaredIntegration } from '../core/declare/integration.ts';
import customerCreatedToHubspot from './customer-created-to-hubspot/integration.ts';
import customerCreatedToIntercom from './customer-created-to-intercom/integration.ts';
import customerCreatedToStripe from './customer-created-to-stripe/integration.ts';
import paymentRequestedToStripe from './payment-requested-to-stripe/integration.ts';

/** Every integration there is: the stack deploys these, the command line knows these. */
export const integrations: readonly DeclaredIntegration[] = [
  customerCreatedToStripe,
  customerCreatedToHubspot,
  customerCreatedToIntercom,
  paymentRequestedToStripe,
];
