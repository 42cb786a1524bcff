import type { LookAt } from '../declare/destination.ts';

/** What a person looks at when everybody is refused, in a sentence for an alert. */
export const lookAtSentences: Readonly<Record<LookAt, string>> = {
  account:
    'Look at the account at the third party: something in it is not set up, not activated, or used up.',
  address:
    'Look at the address: the baseUrl in the secret, the path of the operation, and what answers there.',
  certificate:
    'Look at the certificate and TLS of the address, and at what stands between us and the third party.',
  credentials: 'Look at the credentials: the key, its expiry, and the account and mode that it belongs to.',
  firewall:
    'Look at the firewall or gateway in front of the third party: it answers instead of the application.',
  'login page':
    'Look at the address and the network: a page for people, of a login most likely, answers for the API.',
  mapping:
    'Look at the mapping and at the fields that the account has: what is sent is not known or not writable there.',
  network: 'Look at the network on the way: a proxy or a network login answers instead of the third party.',
  permission: 'Look at the permissions (scopes) of the key: it may not do this operation.',
  plan: 'Look at the plan of the account at the third party, and at what is owed: the plan does not include this.',
  request: 'Look at the request as the operation declares it: its method, path, headers and encoding.',
  version: 'Look at the API version that the destination declares: the third party does not take it here.',
};
