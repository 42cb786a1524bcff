/** What Interlock comes with, whatever else a user's lists hold. */
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import customerCreatedToHubspot from '../../functions/integrations/customer-created-to-hubspot/integration.ts';
import customerCreatedToIntercom from '../../functions/integrations/customer-created-to-intercom/integration.ts';
import customerCreatedToStripe from '../../functions/integrations/customer-created-to-stripe/integration.ts';
import paymentRequestedToStripe from '../../functions/integrations/payment-requested-to-stripe/integration.ts';

export const shippedIntegrations: readonly AnyIntegration[] = [
  customerCreatedToStripe,
  customerCreatedToHubspot,
  customerCreatedToIntercom,
  paymentRequestedToStripe,
];
