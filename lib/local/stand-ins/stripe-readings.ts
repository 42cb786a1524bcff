/** The account with nothing in it. https://docs.stripe.com/api/balance/balance_object */
const nothing = [{ amount: 0, currency: 'eur', source_types: { card: 0 } }];

/** What Stripe tells of the account, by path. */
export const readings: Readonly<Record<string, object>> = {
  '/v1/account': { id: 'acct_1InterlockStandIn', object: 'account' },
  '/v1/balance': { object: 'balance', available: nothing, livemode: false, pending: nothing },
};
