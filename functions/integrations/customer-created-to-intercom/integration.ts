import { defineIntegration } from '../../core/declare/integration.ts';
import { createContact } from '../../destinations/intercom/create-contact.ts';
import { customerCreated } from '../../events/customer-created.ts';
import { customerToIntercom } from '../../mapping/customer-to-intercom.ts';

export default defineIntegration({
  name: 'customer-created-to-intercom',
  event: customerCreated,
  map: customerToIntercom,
  operation: createContact,
});
