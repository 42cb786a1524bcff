/** A third party on loopback: real HTTP, its real contract, and misbehaviour on request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleepOnTimer } from 'node:timers/promises';
import type { Credentials } from '../../../functions/core/declare/destination.ts';
import { foreignness } from '../foreign-request.ts';
import { type Contract, json } from './contract.ts';
import { type Controlled, control, isControl } from './control.ts';
import { close, drip, isTooLarge, listen, readArrived, send } from './exchange.ts';
import { createReception, type ReceptionOptions } from './reception.ts';

export interface StandIn extends Controlled {
  readonly url: string;
  /** The secret that points at it, as it was at the start. */
  readonly secret: Credentials & Required<Pick<Credentials, 'baseUrl'>>;
  /** Ends at once, also what hangs or drips. */
  readonly stop: () => Promise<void>;
}

export interface StandInOptions extends Omit<ReceptionOptions, 'random'> {
  /** 0: whatever is free. */
  readonly port: number;
  /** Names by which it may be called, for who stands behind a front that has the third party's. @default - this machine's own */
  readonly hosts?: readonly string[];
  /** From 0 up to but not including 1; ids are made of it. */
  readonly random?: () => number;
  /** Between two bytes of a slow answer. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Starts a third party's stand-in on 127.0.0.1. Rejects when the port is taken. */
export async function startStandIn(contract: Contract, options: StandInOptions): Promise<StandIn> {
  const { now } = options;
  const { secretOf = (apiKey: string) => ({ apiKey }) } = contract;
  const sleep = options.sleep ?? ((ms, signal) => sleepOnTimer(ms, undefined, { signal }));
  const { enter, receive, hold, ...reception } = createReception(contract, {
    random: Math.random,
    ...options,
  });
  const stopped = new AbortController();

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const foreign = foreignness(request.headers, options.hosts);
    // Nobody asked for it, so that it is not in the journal either.
    if (foreign !== undefined) return send(response, json(403, { error: foreign }), now());
    const isOwn = isControl(request.url ?? '');
    if (!isOwn) response.once('close', enter());
    const arrived = await readArrived(request, now);
    if (isOwn) return send(response, await control(arrived, standIn), now());
    const { answer, ending, fault } = receive(arrived, isTooLarge(arrived));
    if (ending === 'reset') request.socket.resetAndDestroy();
    else if (ending === 'drip') await drip(response, answer, now(), (ms) => sleep(ms, stopped.signal));
    else if (ending === 'answer') send(response, answer, now());
    else if (fault?.kind === 'hang') response.once('close', hold(arrived));
  };

  const server = createServer((request, response) => {
    // The caller left, or the stand-in was stopped, in the middle of the exchange.
    handle(request, response).catch(() => request.socket.destroy());
  });
  const url = await listen(server, options.port);
  const standIn: StandIn = {
    name: contract.name,
    url,
    secret: { ...secretOf(options.apiKey), baseUrl: url },
    ...reception,
    stop: () => {
      stopped.abort();
      return close(server);
    },
  };
  return standIn;
}
