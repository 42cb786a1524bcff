/** The shop's first integration with a token: what else it does is the same, so that the difference is the token's. */
import { defineDestination } from '../../functions/core/declare/destination.ts';
import { defineIntegration } from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { clientCredentials } from '../../functions/core/declare/token.ts';
import { createCustomer } from '../../test/fixtures/shop/functions/destinations/wallet/create-customer.ts';
import { wallet } from '../../test/fixtures/shop/functions/destinations/wallet/index.ts';
import { customerCreated } from '../../test/fixtures/shop/functions/events/customer-created.ts';
import { customerToWallet } from '../../test/fixtures/shop/functions/mapping/customer-to-wallet.ts';

const walletByToken = defineDestination({
  ...wallet,
  headers: () => ({ 'wallet-version': wallet.apiVersion.value }),
  token: clientCredentials<{ apiKey: string }>({
    path: '/oauth/token',
    client: ({ apiKey }) => ({ id: 'bench', secret: apiKey }),
  }),
});

export default defineIntegration({
  name: 'customer-created-to-wallet-by-token',
  event: customerCreated,
  map: customerToWallet,
  operation: defineOperation({ ...createCustomer, destination: walletByToken }),
});
