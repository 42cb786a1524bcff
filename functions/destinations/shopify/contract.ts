import { declareContract, probed } from '../../core/declare/contract.ts';
import { graphql, graphqlPath } from './graphql.ts';
import { shopify } from './index.ts';
import { customerRequest, setCustomer } from './set-customer.ts';

const removal =
  'mutation ($id: ID!) { customerDelete(input: { id: $id }) { deletedCustomerId userErrors { message } } }';

/** How Shopify is probed. It makes customers and deletes them; a development shop looks like any other. */
export const shopifyContract = declareContract({
  destination: shopify,
  // Of a variable that it refuses: what was sent.
  maps: ['value'],
  operations: [
    probed({
      operation: setCustomer,
      paths: { request: graphqlPath },
      examples: [
        { email: 'probe@example.com', firstName: 'Ada', lastName: 'Lovelace' },
        { email: 'probe@example.com' },
      ],
      distinct: (input, token) => ({ ...input, email: `interlock-probe-${token}@example.com` }),
      withoutRequired: (input) => customerRequest(input.email),
      withUnknown: (input) => customerRequest(input.email, { ...input, interlockUnknown: 'x' }),
      // https://shopify.dev/docs/api/admin-graphql/2026-10/mutations/customerDelete
      remove: (id) => graphql(removal, { id: `gid://shopify/Customer/${id}` }),
    }),
  ],
});
