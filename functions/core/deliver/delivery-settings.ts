import type { Backoff } from '../pace/backoff.ts';
import type { OnCallKey } from '../redact/on-call-key.ts';

/** What a delivery asks of its environment. */
export interface DeliverySettings {
  /** Share of delivered attempts whose headers and bodies are logged, 0 to 1. All others always are. */
  readonly loggedShare: number;
  /**
   * Logs bodies in clear, with secrets and the personal values that can be found masked, instead of their shape: where
   * nobody's data is. `local` and `dev` only.
   * @default false
   */
  readonly logsInClear?: boolean;
  /**
   * Whose holders read exact requests and responses, also when the event is gone: instead of whoever holds the event
   * (docs/decisions/default-deny.md).
   * @default - the event's own text opens them
   */
  readonly onCallKey?: OnCallKey;
  readonly backoff: Backoff;
  /** How long a message of a destination with rejected credentials waits before it looks again. */
  readonly parkedRecheckMs: number;
  /** Plain http and private addresses: `local` only. */
  readonly allowPrivateAddresses: boolean;
}
