import { createHash } from 'node:crypto';

/** What happened in a world, line by line, and a fingerprint of it: two runs of one seed must share theirs. */
export interface Trace {
  /** Adds a line; virtual time is put before it. */
  readonly add: (who: string, what: string) => void;
  /** sha256 of all lines so far, in hexadecimal. */
  readonly hash: () => string;
  readonly count: () => number;
  /** Empty unless the trace was asked to keep them. */
  readonly lines: readonly string[];
}

export interface TraceOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Times in the lines count from here, epoch milliseconds. */
  readonly startMs: number;
  /** @default false */
  readonly keep?: boolean;
}

/** Lines are hashed in pieces of this many characters: a call into OpenSSL costs more than a line does. */
const pieceLength = 16_384;

export function createTrace({ now, startMs, keep = false }: TraceOptions): Trace {
  const lines: string[] = [];
  const hash = createHash('sha256');
  let piece = '';
  let count = 0;
  return {
    lines,
    count: () => count,
    add: (who, what) => {
      const line = `${now() - startMs} ${who} ${what}`;
      count += 1;
      piece += `${line}\n`;
      if (piece.length > pieceLength) {
        hash.update(piece);
        piece = '';
      }
      if (keep) lines.push(line);
    },
    hash: () => hash.copy().update(piece).digest('hex'),
  };
}
