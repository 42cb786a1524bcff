/** Which addresses a third party may have: those that the internet routes, by list, so that what is new in it stays out. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

type Networks = readonly (readonly [network: string, prefix: number])[];

/** https://www.iana.org/assignments/ipv6-unicast-address-assignments: all that was ever given out. */
const global6 = listOf('ipv6', [['2000::', 3]]);

/** Of those what is no host's own: https://www.iana.org/assignments/iana-ipv6-special-registry */
const special6 = listOf('ipv6', [
  // Of the IETF's protocols; Teredo, which carries IPv4, is in it.
  ['2001::', 23],
  ['2001:db8::', 32],
  // IPv4 in IPv6 (6to4).
  ['2002::', 16],
  ['3fff::', 20],
]);

/** https://www.iana.org/assignments/iana-ipv4-special-registry; from 224 on multicast and reserved. */
const special4 = listOf('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);

/** IPv4 written as IPv6 in whatever way is not: whoever means it writes it as it is. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, 'ipv4');
  // A zone names an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

function listOf(family: 'ipv4' | 'ipv6', networks: Networks): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
}
