/** Known bugs of one place in the examples, beside those of the engine: `npm run simulate` tries them, too. */
import type { SinglePlace } from '../simulation/mutants/single-places.ts';

export const singlePlaces: readonly SinglePlace[] = [
  {
    name: 'a-currency-that-stripe-counts-otherwise',
    killedBy: 'test/shipped/mapping/currencies.test.ts',
    about: 'an ariary is charged a hundredfold',
    file: 'functions/destinations/stripe/currencies.ts',
    find: '  MGA: 0,\n',
    replace: '',
  },
  {
    name: 'a-header-less-in-clear',
    killedBy: 'test/shipped/destinations/tables.test.ts',
    about: 'the log does not say what is left of the daily limit',
    file: 'functions/destinations/hubspot/index.ts',
    find: "    'x-hubspot-ratelimit-daily-remaining',\n",
    replace: '',
  },
  {
    name: 'a-host-less',
    killedBy: 'test/shipped/destinations/tables.test.ts',
    about: 'Australian workspaces cannot be called',
    file: 'functions/destinations/intercom/index.ts',
    find: ", 'api.au.intercom.io'",
    replace: '',
  },
];
