import type { LookAt } from '../declare/destination.ts';

/** What a person looks at when everybody is refused, to stand behind "look at": in the log, later in an alert. */
export const lookAtWords: Readonly<Record<LookAt, string>> = {
  account: 'the account at the third party: something is not set up, not activated or used up',
  address: 'the address: the baseUrl in the secret, the path, and what answers there',
  certificate: 'its certificate and TLS',
  credentials: 'the key, and the account and mode that it belongs to',
  firewall: 'the firewall or gateway in front of it, which answers in its place',
  'login page': 'the address and the network: a page for people answers in its place',
  mapping: 'the mapping, and the fields that the account has',
  network: 'the network: a proxy or a network login answers in its place',
  permission: 'the permissions (scopes) of the key',
  plan: 'the plan of the account, and what is owed',
  request: 'the method, path, headers and encoding of the operation',
  version: 'the API version that the destination declares',
};
