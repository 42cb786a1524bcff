import { defineIntegration } from '../../core/declare/integration.ts';
import { upsertContact } from '../../destinations/hubspot/upsert-contact.ts';
import { customerCreated } from '../../events/customer-created.ts';
import { customerToHubspot } from '../../mapping/customer-to-hubspot.ts';

export default defineIntegration({
  name: 'customer-created-to-hubspot',
  event: customerCreated,
  map: customerToHubspot,
  operation: upsertContact,
});
