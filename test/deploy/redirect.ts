/**
 * Loaded into every function that the emulator runs, before its code: the way to the third parties leads to the
 * stand-ins of its environment. Code, settings and secret stay those of the deployment: the function asks for the real
 * name, its own check of the address runs, and it verifies the certificate for that name.
 */
import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import type { LookupFunction } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import { redirectVariable } from './redirect-variable.ts';

interface Redirection {
  readonly hosts: readonly string[];
  /** Where an environment's stand-ins are, on 127.0.0.1. */
  readonly ports: Readonly<Record<string, number>>;
}

const { hosts, ports } = JSON.parse(
  process.env[redirectVariable] ?? '{"hosts":[],"ports":{}}',
) as Redirection;
const [, environment = ''] = /^interlock-([a-z]+)-/.exec(process.env.AWS_LAMBDA_FUNCTION_NAME ?? '') ?? [];

/** An address that the internet routes, as the check of the functions wants it (IANA's own): nothing is sent there. */
const publicAddress: LookupAddress = { address: '192.0.43.8', family: 4 };
const loopback: LookupAddress = { address: '127.0.0.1', family: 4 };

const lookup = dns.lookup;
Object.assign(dns, {
  lookup: ((hostname, options, callback) => {
    if (hosts.includes(hostname)) callback(null, [publicAddress]);
    else lookup(hostname, options, callback);
  }) satisfies LookupFunction,
});

const connect = tls.connect;
Object.assign(tls, {
  connect: (options: ConnectionOptions, ...rest: never[]) => {
    const { host = '', lookup: check = dns.lookup } = options;
    if (!hosts.includes(host)) return connect(options, ...rest);
    const toStandIn: LookupFunction = (hostname, how, callback) =>
      check(hostname, how, (error) => {
        if (error !== null) callback(error, []);
        else if (how.all === true) callback(null, [loopback]);
        else callback(null, loopback.address, loopback.family);
      });
    return connect({ ...options, port: ports[environment], servername: host, lookup: toStandIn }, ...rest);
  },
});
syncBuiltinESMExports();
