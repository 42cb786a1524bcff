/** An SNS topic and the queues that subscribe to it, with a filter on the body, as the stack makes them. */
import { InvalidParameterException, NotFoundException } from '@aws-sdk/client-sns';
import { SQSServiceException } from '@aws-sdk/client-sqs';
import { type FilterPolicy, letsThrough, parseFilterPolicy } from '../../lib/local/aws/filter-policy.ts';
import { copyOf, type MessageAttributes } from './message.ts';
import { answered, knownOnly, NotModelled } from './sdk-errors.ts';
import { uuidOf } from './uuid.ts';

export interface Subscription {
  /** As the template names it, or as the test likes. */
  readonly queueName: string;
  /** On the body; no policy lets everything through. */
  readonly filterPolicy?: object;
  /** Takes what the queue refuses. */
  readonly deadLetterQueueName?: string;
}

/** A message on its way to a queue: raw, so that body and attributes are the publisher's. */
export interface Delivery {
  readonly queueName: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
}

export interface TopicOptions {
  readonly arn: string;
  readonly random: () => number;
  /** Hands over one message, or throws what the queue answers. May be called twice: SNS delivers at least once. */
  readonly deliver: (delivery: Delivery) => void;
}

interface Input {
  readonly TopicArn?: string;
  readonly Message?: string;
  readonly Subject?: string;
  readonly MessageAttributes?: MessageAttributes;
}

/** 256 KiB, attributes included. https://docs.aws.amazon.com/general/latest/gr/sns.html */
const bytesMax = 262_144;

export class TopicModel {
  readonly #options: TopicOptions;
  readonly #subscriptions: (Subscription & { readonly policy: FilterPolicy | undefined })[] = [];
  readonly #lost: Delivery[] = [];
  readonly #notifications = { delivered: 0, failed: 0, redriven: 0, failedToRedrive: 0, invalidBody: 0 };
  #published = 0;
  #unreadable = 0;
  #unmatched = 0;

  constructor(options: TopicOptions) {
    this.#options = options;
  }

  /** Throws when SNS would refuse the filter policy. */
  subscribe(subscription: Subscription): void {
    const { filterPolicy } = subscription;
    const policy = filterPolicy === undefined ? undefined : parseFilterPolicy(filterPolicy, 'MessageBody');
    this.#subscriptions.push({ ...subscription, policy });
  }

  execute(operation: string, input: object): object {
    if (operation !== 'Publish') throw new NotModelled(`${operation} is not modelled`);
    knownOnly(operation, input, ['TopicArn', 'Message', 'Subject', 'MessageAttributes']);
    return this.#publish(input);
  }

  get counts() {
    return {
      published: this.#published,
      /** Bodies that are not JSON: no filter on the body lets them through. */
      unreadable: this.#unreadable,
      /** Messages that no subscription took, the unreadable ones included. */
      unmatched: this.#unmatched,
    };
  }

  /**
   * What SNS counts, each once a subscription.
   * https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
   */
  get notifications() {
    return { published: this.#published, ...this.#notifications };
  }

  /** What a queue refused when there was no dead-letter queue, or that refused it, too. */
  get lost(): readonly Delivery[] {
    return this.#lost;
  }

  #publish({ TopicArn, Message = '', MessageAttributes = {} }: Input): object {
    if (TopicArn !== this.#options.arn) throw new NotFoundException(answered('Topic does not exist', 404));
    if (Message === '') throw new InvalidParameterException(answered('Invalid parameter: Empty message'));
    if (bytesOf(Message, MessageAttributes) > bytesMax)
      throw new InvalidParameterException(answered('Invalid parameter: Message too long'));
    const content = parsed(Message);
    const takers = this.#subscriptions.filter(
      ({ policy }) => policy === undefined || (content !== undefined && letsThrough(policy, content)),
    );
    this.#published += 1;
    if (content === undefined) {
      this.#unreadable += 1;
      const filtering = this.#subscriptions.filter(({ policy }) => policy !== undefined);
      this.#notifications.invalidBody += filtering.length;
    }
    if (takers.length === 0) this.#unmatched += 1;
    for (const taker of takers) this.#deliver(taker, Message, MessageAttributes);
    return { MessageId: uuidOf(this.#options.random) };
  }

  #deliver({ queueName, deadLetterQueueName }: Subscription, body: string, given: MessageAttributes): void {
    const { deliver } = this.#options;
    const delivery = { queueName, body, attributes: copyOf(given) };
    try {
      deliver(delivery);
      this.#notifications.delivered += 1;
    } catch (error) {
      // What AWS calls client errors: not tried again. Anything else is a mistake of the test.
      if (!(error instanceof SQSServiceException)) throw error;
      this.#notifications.failed += 1;
      if (deadLetterQueueName === undefined) {
        this.#lost.push(delivery);
        return;
      }
      try {
        deliver({
          queueName: deadLetterQueueName,
          body,
          attributes: { ...copyOf(given), ...refusal(error) },
        });
        this.#notifications.redriven += 1;
      } catch {
        this.#notifications.failedToRedrive += 1;
        this.#lost.push(delivery);
      }
    }
  }
}

/** As SNS marks it. https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html */
function refusal({ name, message }: SQSServiceException): MessageAttributes {
  return {
    ErrorCode: { DataType: 'String', StringValue: name },
    ErrorMessage: { DataType: 'String', StringValue: message },
  };
}

const bytesOf = (body: string, attributes: MessageAttributes) =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType = '', StringValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue),
    Buffer.byteLength(body),
  );

/** Nothing for what a filter cannot look into: a text that is not JSON, or a lone value. */
function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
