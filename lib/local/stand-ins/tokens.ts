/** The tokens of a third party that gives them: which it gave, and until when each works. */
import type { Arrived } from './contract.ts';
import { identifier } from './identifiers.ts';

export interface TokensOptions {
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  /** How the real ones begin. */
  readonly prefix: string;
  readonly lifeMs: number;
}

export interface Tokens {
  /** Another one, which works from now on for as long as they do. */
  readonly give: (nowMs: number) => string;
  /** Whether the request carries one that works, as `Authorization: Bearer`. */
  readonly areCarriedBy: (request: Arrived) => boolean;
}

export function createTokens({ random, prefix, lifeMs }: TokensOptions): Tokens {
  const untilMs = new Map<string, number>();
  return {
    give: (nowMs) => {
      for (const [token, ms] of untilMs) if (ms <= nowMs) untilMs.delete(token);
      const token = prefix + identifier(random, 48);
      untilMs.set(token, nowMs + lifeMs);
      return token;
    },
    areCarriedBy: ({ headers: { authorization = '' }, atMs }) =>
      authorization.startsWith('Bearer ') && (untilMs.get(authorization.slice('Bearer '.length)) ?? 0) > atMs,
  };
}

export interface RotationOptions {
  readonly random: () => number;
  readonly prefix: string;
  /** The refresh token that a person's consent brought, as the secret has it: another one is another grant. */
  readonly consented: () => string;
  /** For so long one that was used works beside the next: its answer may be lost. 0: not at all. */
  readonly graceMs: number;
}

/**
 * Refresh tokens of which each use gives another. Returns what uses one and says the next: `undefined` where it is none of
 * this grant's, or was used too long ago.
 */
export function createRotation({ random, prefix, consented, graceMs }: RotationOptions) {
  let [grant, untilMs] = ['', new Map<string, number>()];
  return (given: string, nowMs: number): string | undefined => {
    if (consented() !== grant) [grant, untilMs] = [consented(), new Map([[consented(), Infinity]])];
    for (const [token, ms] of untilMs) if (ms <= nowMs) untilMs.delete(token);
    const ms = untilMs.get(given);
    if (ms === undefined) return undefined;
    untilMs.set(given, Math.min(ms, nowMs + graceMs));
    const next = prefix + identifier(random, 48);
    untilMs.set(next, Infinity);
    return next;
  };
}

/** User and password of https://www.rfc-editor.org/rfc/rfc7617, as the request carries them; both '' for none. */
export function basicOf({
  headers: { authorization = '' },
}: Arrived): readonly [user: string, password: string] {
  const text = authorization.startsWith('Basic ')
    ? Buffer.from(authorization.slice('Basic '.length), 'base64').toString()
    : '';
  const at = text.indexOf(':');
  return at === -1 ? ['', ''] : [text.slice(0, at), text.slice(at + 1)];
}
