/** The address that a new destination is made from. */

export interface Address {
  /** `https://api.example.com`. */
  readonly baseUrl: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** A server on this machine. */
  readonly isLoopback: boolean;
}

/** What is wrong with the address, for the operator. Quotes nothing of it: it may hold a key. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Third parties are called by name over https, because a key goes with the call: over plain http anyone on the way reads it,
 * and an address inside a network is no third party. A server on this machine, a stand-in for one, is called by anything.
 * Throws `AddressError`.
 */
export function parseAddress(text: string): Address {
  const url = URL.parse(text);
  if (url === null) throw new AddressError('not an address like https://api.example.com/v1/people?limit=1');
  const { protocol, hostname, port, pathname, searchParams } = url;
  if (url.username !== '' || url.password !== '' || [...searchParams.keys()].some(isSecretName)) {
    throw new AddressError(
      'the address holds a key: name the variable that holds it with --key-env, and the parameter with --auth query:<name>',
    );
  }
  if (url.hash !== '') throw new AddressError('the address has a fragment, which no server sees');
  const isLoopback = loopback.has(hostname);
  if (!['http:', 'https:'].includes(protocol)) throw new AddressError('the address must be https');
  if (!isLoopback && protocol !== 'https:') {
    throw new AddressError(
      'the key would travel in plain text: use https (only a server on this machine is called by http)',
    );
  }
  if (!isLoopback && (isAddressNumber(hostname) || !hostname.includes('.'))) {
    throw new AddressError(
      'a third party is called by its public name, not by a number or a name inside a network',
    );
  }
  if (!isLoopback && port !== '')
    throw new AddressError('a third party is called on the port that https has');
  const query = Object.fromEntries(searchParams);
  if (Object.keys(query).length < searchParams.size) {
    throw new AddressError('a query parameter stands in the address twice');
  }
  return { baseUrl: url.origin, hostname, path: pathname, query, isLoopback };
}

const isSecretName = (name: string) => /key|token|secret|passw|auth|signature/i.test(name);
const isAddressNumber = (hostname: string) => hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
