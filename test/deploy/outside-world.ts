/** The third parties as functions find them: https, at their real names, a set of stand-ins for each environment. */
import { connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { integrations } from '../../functions/integrations/index.ts';
import { type EnvironmentName, environments } from '../../lib/environments.ts';
import { calledBy, type StandIns, startStandIns } from '../../lib/local/stand-ins/index.ts';
import { inEnvironment } from '../../lib/settled.ts';
import type { Certificate } from './certificate.ts';

const called = inEnvironment(environments.dev, integrations).integrations.map(
  ({ operation: { destination } }) => destination,
);

/** Destination by the name of its host. */
const destinations = new Map(
  called.flatMap((destination) =>
    // One whose host is the tenant's own has no stand-in here.
    typeof destination.baseUrl === 'string'
      ? [[new URL(destination.baseUrl).hostname, destination.name] as const]
      : [],
  ),
);

export const outsideHosts: readonly string[] = [...destinations.keys()];

export interface OutsideWorld {
  readonly standIns: Readonly<Record<string, StandIns>>;
  /** For redirect.ts: where each environment finds its third parties. */
  readonly ports: Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
}

export async function startOutsideWorld(
  environments: readonly EnvironmentName[],
  certificate: Certificate,
): Promise<OutsideWorld> {
  const fronts = await Promise.all(
    environments.map(async (environment) => {
      const standIns = await startStandIns({
        contracts: calledBy(called),
        now: Date.now,
        hosts: outsideHosts,
      });
      const front = await startFront(standIns, certificate);
      return { environment, standIns, ...front };
    }),
  );
  return {
    standIns: Object.fromEntries(fronts.map(({ environment, standIns }) => [environment, standIns])),
    ports: Object.fromEntries(fronts.map(({ environment, port }) => [environment, port])),
    stop: async () => {
      for (const { stop, standIns } of fronts) {
        stop();
        await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()));
      }
    },
  };
}

/** Takes TLS off and hands on to the stand-in whose name the caller asked for. */
async function startFront(standIns: StandIns, { certPem, keyPem }: Certificate) {
  const sockets = new Set<{ destroy: () => void }>();
  const server = createServer({ cert: certPem, key: keyPem }, (socket) => {
    const { servername } = socket as TLSSocket & { servername?: string };
    const asked = standIns[destinations.get(servername ?? '') ?? ''];
    if (asked === undefined) {
      socket.destroy();
      return;
    }
    const standIn = connect(Number(new URL(asked.url).port), '127.0.0.1');
    for (const [one, other] of [
      [socket, standIn],
      [standIn, socket],
    ] as const) {
      sockets.add(one);
      one.once('close', () => sockets.delete(one));
      one.on('error', () => other.destroy());
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return {
    port: address.port,
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
