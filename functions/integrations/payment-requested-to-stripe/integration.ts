import { defineIntegration } from '../../core/declare/integration.ts';
import { createPaymentIntent } from '../../destinations/stripe/create-payment-intent.ts';
import { paymentRequested } from '../../events/payment-requested.ts';
import { paymentToStripe } from '../../mapping/payment-to-stripe.ts';

export default defineIntegration({
  name: 'payment-requested-to-stripe',
  event: paymentRequested,
  map: paymentToStripe,
  operation: createPaymentIntent,
});
