/** Host names that a destination may be called at; `*.my.salesforce.com` stands for one label more. */

/** A name, or an address of this machine for a destination that was scaffolded from a server of it. */
const plain = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/;
/** Two labels besides at the least, so that nobody allows all of `*.com`. */
const wild = /^\*(\.[a-z0-9_-]+){2,}$/;

/** Throws `TypeError` on what is no host name, and on a `*` that stands anywhere but for the first label of at least three. */
export function refuseHost(destination: string, host: string): void {
  if (plain.test(host) || wild.test(host)) return;
  throw new TypeError(
    `${destination}: allowed host "${host}": use a host name in lower case without port, or "*." and at least two labels`,
  );
}

/** Whether `hostname`, as `URL` spells it, is one of `allowedHosts`. */
export const isAllowedHost = (hostname: string, allowedHosts: readonly string[]): boolean =>
  // `URL` takes a `*`, which would be the pattern itself.
  !hostname.includes('*') &&
  (allowedHosts.includes(hostname) || allowedHosts.includes(hostname.replace(/^[a-z0-9_-]+(?=\.)/, '*')));
