/** SNS: who subscribes, and what becomes of a published message. */
import { randomUUID } from 'node:crypto';
import { arnOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import { type FilterPolicy, type FilterScope, parseFilterPolicy } from './filter-policy.ts';
import { bytesOf, contentsOf, notification, type Publication, refusal } from './publication.ts';
import { type ServiceSenderOptions, sendAsService } from './send-as-service.ts';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly queueArn: string;
  readonly rawMessageDelivery: boolean;
  readonly filterScope: FilterScope;
  /** As the template has it; refused when SNS would refuse it. */
  readonly filterPolicy?: unknown;
  /** Takes what the queue refuses. */
  readonly deadLetterQueueArn?: string;
}

interface Subscriber extends Subscription {
  readonly policy: FilterPolicy | undefined;
}

/** As many publications of a topic are remembered: an environment may run for days. */
const rememberedMax = 1_000;

/** What SNS takes at most, attributes included, and in one batch. https://docs.aws.amazon.com/general/latest/gr/sns.html */
const bytesMax = 262_144;

export interface TopicsOptions extends ServiceSenderOptions {
  /** Told of what is lost: refused by the queue, with no dead-letter queue to take it. */
  readonly onError: (error: unknown) => void;
  readonly now: () => number;
}

export class Topics {
  readonly #options: TopicsOptions;
  readonly #subscribers = new Map<string, Subscriber[]>();
  readonly #published = new Map<string, Publication[]>();

  constructor(options: TopicsOptions) {
    this.#options = options;
  }

  create(name: string): string {
    const topicArn = arnOf('sns', name);
    this.#subscribers.set(topicArn, []);
    this.#published.set(topicArn, []);
    return topicArn;
  }

  get arns(): readonly string[] {
    return [...this.#subscribers.keys()];
  }

  /** Oldest first. */
  published(topicArn: string): readonly Publication[] {
    return this.#published.get(topicArn) ?? [];
  }

  /** Throws when there is no such topic, or SNS would refuse the filter policy. */
  subscribe(subscription: Subscription): void {
    const { filterPolicy, filterScope } = subscription;
    const policy = filterPolicy === undefined ? undefined : parseFilterPolicy(filterPolicy, filterScope);
    this.#subscribersOf(subscription.topicArn).push({ ...subscription, policy });
  }

  subscriptions(topicArn: string): readonly Subscription[] {
    return this.#subscribersOf(topicArn);
  }

  /** Returns the message id once every subscriber's queue, or its dead-letter queue, has the message. */
  async publish(topicArn: string, publication: Publication): Promise<string> {
    const subscribers = this.#subscribersOf(topicArn);
    if (publication.message === '')
      throw new AwsError('InvalidParameter', 'Invalid parameter: Empty message');
    if (bytesOf(publication) > bytesMax) {
      throw new AwsError('InvalidParameter', 'Invalid parameter: Message too long');
    }
    const remembered = this.#published.get(topicArn);
    remembered?.push(publication);
    if (remembered !== undefined && remembered.length > rememberedMax) remembered.shift();
    const messageId = randomUUID();
    const contents = contentsOf(publication);
    await Promise.all(
      subscribers
        .filter(({ policy, filterScope }) => policy === undefined || contents[filterScope](policy))
        .map((subscriber) => this.#deliver(subscriber, publication, messageId)),
    );
    return messageId;
  }

  /** The ids of `publications`, in their order. Throws when the batch as a whole is too long. */
  async publishBatch(topicArn: string, publications: readonly Publication[]): Promise<string[]> {
    const bytes = publications.reduce((sum, publication) => sum + bytesOf(publication), 0);
    if (bytes > bytesMax) {
      throw new AwsError('BatchRequestTooLong', `the batch is ${bytes} bytes long, SNS takes ${bytesMax}`);
    }
    return Promise.all(publications.map((publication) => this.publish(topicArn, publication)));
  }

  #subscribersOf(topicArn: string): Subscriber[] {
    const subscribers = this.#subscribers.get(topicArn);
    if (subscribers === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404);
    return subscribers;
  }

  async #deliver(subscriber: Subscriber, publication: Publication, messageId: string): Promise<void> {
    const { rawMessageDelivery, queueArn, deadLetterQueueArn } = subscriber;
    const body = rawMessageDelivery
      ? publication.message
      : JSON.stringify(notification(subscriber.topicArn, publication, messageId, this.#options.now()));
    const attributes = rawMessageDelivery ? publication.attributes : {};
    try {
      await this.#send(subscriber.topicArn, queueArn, body, attributes);
    } catch (error) {
      // What AWS calls client-side errors: not retried, straight to the dead-letter queue of the subscription.
      const refused = { ...attributes, ...refusal(error) };
      const lost = (cause: unknown) =>
        this.#options.onError(new Error(`${subscriber.arn} lost message ${messageId}`, { cause }));
      if (deadLetterQueueArn === undefined) lost(error);
      else await this.#send(subscriber.topicArn, deadLetterQueueArn, body, refused).catch(lost);
    }
  }

  #send(topicArn: string, to: string, body: string, attributes: Publication['attributes']): Promise<void> {
    return sendAsService('sns.amazonaws.com', topicArn, { to, body, attributes }, this.#options);
  }
}
