/** EventBridge, as far as it is a clock: rules with a rate, and queues that they send to. */
import { type ServiceSenderOptions, sendAsService } from './send-as-service.ts';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly everyMs: number;
  readonly isEnabled: boolean;
  readonly targets: readonly RuleTarget[];
}

export interface RuleTarget {
  readonly queueArn: string;
  readonly body: string;
  /** Takes what the queue refuses. */
  readonly deadLetterQueueArn?: string;
}

export interface RulesOptions extends ServiceSenderOptions {
  /** Told of what is lost: refused by the queue, with no dead-letter queue to take it. */
  readonly onError: (error: unknown) => void;
}

export class Rules {
  readonly #options: RulesOptions;
  readonly #rules = new Map<string, Rule>();
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: RulesOptions) {
    this.#options = options;
  }

  add(rule: Rule): void {
    this.#rules.set(rule.name, rule);
  }

  /** Each enabled rule fires for the first time when its first interval is over. */
  start(): void {
    for (const { name, everyMs, isEnabled } of this.#rules.values()) {
      if (isEnabled) this.#timers.push(setInterval(() => void this.fire(name), everyMs));
    }
  }

  /** Sends to the rule's targets now. Throws when there is no such rule; what a queue refuses is not thrown. */
  async fire(name: string): Promise<void> {
    const rule = this.#rules.get(name);
    if (rule === undefined)
      throw new Error(`no rule ${name}: there are ${[...this.#rules.keys()].join(', ')}`);
    await Promise.all(rule.targets.map((target) => this.#deliver(rule, target)));
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #deliver(rule: Rule, { queueArn, deadLetterQueueArn, body }: RuleTarget): Promise<void> {
    const lost = (cause: unknown) =>
      this.#options.onError(new Error(`rule ${rule.name} lost an event`, { cause }));
    try {
      await this.#send(rule, queueArn, body);
    } catch (error) {
      // A policy that refuses is not retried: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
      if (deadLetterQueueArn === undefined) lost(error);
      else await this.#send(rule, deadLetterQueueArn, body).catch(lost);
    }
  }

  #send({ arn }: Rule, queueArn: string, body: string): Promise<void> {
    const message = { to: queueArn, body, attributes: {} };
    return sendAsService('events.amazonaws.com', arn, message, this.#options);
  }
}

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds of `rate(5 minutes)`. Throws on anything else: there is no cron here. */
export function parseRate(expression: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const everyMs = Number(count) * (unitMs[unit] ?? Number.NaN);
  if (everyMs > 0) return everyMs;
  throw new Error(`the local AWS knows schedules like rate(5 minutes), not ${expression}`);
}
