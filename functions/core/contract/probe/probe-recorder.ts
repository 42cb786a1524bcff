/** What a probe has sent, got and made so far. */

import type { Difference } from '../lock/difference.ts';
import type { Relate } from './relate.ts';
import type { ProbedExchange, ProbeRequest, SendProbe } from './send-probe.ts';

/** One check of one operation that got no answer. */
export interface Remark {
  readonly check: string;
  readonly operation: string;
  readonly reason: string;
}

export interface CheckRun {
  readonly exchanges: readonly ProbedExchange[];
  /** What was not sent, and why. */
  readonly skipped: readonly Remark[];
  /** What was to be sent and got no answer: no connection, a 5xx, a 429, a refused key, no room in the rate limit. */
  readonly troubles: readonly Remark[];
  /** What was made and is still there. */
  readonly leftBehind: readonly string[];
  /** What only several answers together show. */
  readonly differences: readonly Difference[];
}

export class ProbeRecorder implements CheckRun {
  readonly exchanges: ProbedExchange[] = [];
  readonly skipped: Remark[] = [];
  readonly troubles: Remark[] = [];
  readonly #left: string[] = [];
  readonly differences: Difference[] = [];
  /** The third party's ids of what was made, by name of the operation. */
  readonly made = new Map<string, Set<string>>();
  /** What may have been made, by the token of its request. */
  readonly #open = new Map<string, { readonly name: string; readonly hint: string }>();
  readonly #send: SendProbe;

  constructor(send: SendProbe) {
    this.#send = send;
  }

  /** @param relate left out: what the answer comes to is of no check */
  async send(request: ProbeRequest, relate?: Relate): Promise<ProbedExchange> {
    const answer = await this.#send(request);
    const relation = isTrouble(answer) ? undefined : relate?.(answer);
    const exchange = relation === undefined ? answer : { ...answer, relation };
    this.exchanges.push(exchange);
    if (isTrouble(exchange)) this.trouble(exchange);
    return exchange;
  }

  /**
   * Sends a request whose answer may be that something was made, whatever it was meant to show.
   * @param name the operation that made it
   * @param token stands in what was sent, so that a person can find it
   */
  async make(request: ProbeRequest, name: string, token: string, relate?: Relate): Promise<ProbedExchange> {
    const exchange = await this.send(request, relate);
    const { receipt, verdict } = exchange.classification;
    if (receipt !== undefined) {
      this.made.set(name, (this.made.get(name) ?? new Set()).add(receipt));
      // An earlier request may have made it without an answer: it is there, and is removed with the rest.
      this.#open.delete(token);
    } else if (verdict === 'ambiguous' || (verdict === 'success' && request.operation === name)) {
      // Nobody knows, or it says yes and names no id.
      this.#open.set(token, { name, hint: hintOf(exchange, token) });
    }
    return exchange;
  }

  leave(what: string): void {
    this.#left.push(what);
  }

  /** What an operation made is gone by itself. */
  forget(name: string): void {
    for (const [token, open] of this.#open) if (open.name === name) this.#open.delete(token);
  }

  get leftBehind(): readonly string[] {
    const open = [...this.#open].map(
      ([, { name, hint }]) => `${name}: nobody knows whether it was made; look for ${hint}`,
    );
    return [...this.#left, ...open];
  }

  skip(check: string, operation: string, reason: string): void {
    this.skipped.push({ check, operation, reason });
  }

  trouble({ check, operation, classification }: ProbedExchange): void {
    if (this.troubles.some((one) => one.check === check && one.operation === operation)) return;
    const status = classification.statusCode === undefined ? '' : ` (HTTP ${classification.statusCode})`;
    this.troubles.push({ check, operation, reason: `${classification.code}${status}` });
  }
}

/** What a person can look for: the token where it was sent, else the moment. */
function hintOf({ request, sentHeaders = {}, endedAtMs }: ProbedExchange, token: string): string {
  const { path, query, body } = request;
  const sent = [path, query, body?.text ?? '', ...Object.values(sentHeaders)];
  if (sent.some((text) => text.includes(token))) return token;
  return `what was made at ${new Date(endedAtMs).toISOString()}`;
}

/** An answer, or none, that says something of the moment and nothing of the contract. */
export const isTrouble = ({ result, classification }: Pick<ProbedExchange, 'result' | 'classification'>) =>
  !('response' in result) || result.response.statusCode >= 500 || classification.verdict === 'throttled';
