/** What CloudWatch gets: JSON lines, one per attempt, with Powertools' Logger around and a last look for secrets. */

import type { LogItem } from '@aws-lambda-powertools/logger';
import { Logger } from '@aws-lambda-powertools/logger';

export type Level = 'info' | 'warn' | 'error';

export interface Log {
  /** Writes one line. Never throws: a line that cannot be written must not undo a delivery. */
  readonly write: (level: Level, message: string, fields: Readonly<Record<string, unknown>>) => void;
}

/**
 * @param write takes one line without its line end
 * @param redact takes every secret out of the whole line, keys and numbers included
 */
export function createLog(
  write: (line: string) => void,
  redact: (text: string) => string,
  constant: Readonly<Record<string, unknown>>,
): Log {
  const logger = new LineLogger(write, redact);
  return {
    write: (level, message, fields) => {
      try {
        logger[level](message, { ...constant, ...fields });
      } catch {
        write(JSON.stringify({ level: 'ERROR', message: 'log.failed', about: redact(message) }));
      }
    },
  };
}

class LineLogger extends Logger {
  readonly #write: (line: string) => void;
  readonly #redact: (text: string) => string;

  constructor(write: (line: string) => void, redact: (text: string) => string) {
    super({ serviceName: 'interlock' });
    this.#write = write;
    this.#redact = redact;
  }

  /** Redacts each value, then the whole line: a secret that is spread over several fields shows only there. */
  protected override printLog(_level: number, item: LogItem): void {
    const redact = this.#redact;
    const fields = Object.entries(item.getAttributes()).filter(([name]) => !unread.has(name));
    const line = JSON.stringify(Object.fromEntries(fields), (_key, value) =>
      typeof value === 'string' ? redact(value) : value,
    );
    this.#write(redact(line));
  }
}

/**
 * What Powertools adds and nobody reads, a tenth of a success's line: the log group says whose it is, and nothing is
 * traced. Level and time stay: without them Lambda takes every line for one of level INFO.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
const unread = new Set(['service', 'sampling_rate', 'xray_trace_id']);
