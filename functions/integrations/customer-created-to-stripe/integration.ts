import { defineIntegration } from '../../core/declare/integration.ts';
import { createCustomer } from '../../destinations/stripe/create-customer.ts';
import { customerCreated } from '../../events/customer-created.ts';
import { customerToStripe } from '../../mapping/customer-to-stripe.ts';

export default defineIntegration({
  name: 'customer-created-to-stripe',
  event: customerCreated,
  map: customerToStripe,
  operation: createCustomer,
});
