/** The AWS account of a world: one model of each service, wired as the stack wires them. */
import { arnOf, nameOf } from '../../lib/local/aws/account.ts';
import { alertsTopicName, ledgerTableName, topicName } from '../../lib/names.ts';
import { MappingsModel } from '../models/mappings.ts';
import { QueuesModel } from '../models/queues.ts';
import { sqsError } from '../models/sdk-errors.ts';
import { SecretsModel } from '../models/secrets.ts';
import { TableModel } from '../models/table.ts';
import { type Delivery, TopicModel } from '../models/topic.ts';
import type { Model } from './calls.ts';
import type { Outside } from './outside.ts';
import type { Random } from './random.ts';
import type { Complete } from './scenario.ts';

export interface Alert {
  readonly atMs: number;
  readonly subject: string;
  readonly message: string;
}

export interface Services {
  readonly table: TableModel;
  readonly queues: QueuesModel;
  readonly secrets: SecretsModel;
  readonly mappings: MappingsModel;
  readonly events: TopicModel;
  readonly alertsTopic: TopicModel;
  /** As clients reach them: what is sent wakes the queue's event source, what is published as an alert is kept. */
  readonly sqs: Model;
  readonly sns: Model;
  readonly alerts: readonly Alert[];
  readonly eventsTopicArn: string;
  readonly alertsTopicArn: string;
  /** Whom to wake when something changed in the queue. */
  readonly onChange: (queueName: string, wake: () => void) => void;
  /** From now on the queue takes nothing from SNS, as under a wrong policy; with `false` it does again. */
  readonly refuse: (queueName: string, refuses: boolean) => void;
}

/** How long after the first a second copy may come from SNS. */
const duplicateMsMax = 60_000;

export function createServices(
  outside: Outside,
  random: Random,
  { environment, weather }: Complete,
): Services {
  const { kernel } = outside;
  const drawn = { now: kernel.now, random: random.fork('models').next };
  const weatherly = random.fork('weather');
  const { name } = environment;
  const queues = new QueuesModel({ ...drawn, orderedWithin: weather.orderedWithin });
  const eventsTopicArn = arnOf('sns', topicName(name));
  const alertsTopicArn = arnOf('sns', alertsTopicName(name));
  const wakes = new Map<string, () => void>();
  const sqs: Model = {
    execute: (operation, input) => {
      const output = queues.execute(operation, input as object);
      wakes.get(nameOf((input as { QueueUrl: string }).QueueUrl))?.();
      return output;
    },
  };
  const refusing = new Set<string>();
  const put = ({ queueName, body, attributes }: Delivery) =>
    sqs.execute('SendMessage', {
      QueueUrl: queues.urlOf(queueName),
      MessageBody: body,
      MessageAttributes: attributes,
    });
  const deliver = (delivery: Delivery) => {
    if (refusing.has(delivery.queueName)) throw sqsError('AccessDenied', 'Access to the resource is denied.');
    put(delivery);
    if (!weatherly.chance(weather.duplicateChance)) return;
    kernel.schedule(weatherly.int(0, duplicateMsMax), () => put(delivery));
  };
  const alertsTopic = new TopicModel({ arn: alertsTopicArn, random: drawn.random, deliver });
  const alerts: Alert[] = [];
  return {
    table: new TableModel({
      name: ledgerTableName(name),
      partitionKey: 'id',
      timeToLiveAttribute: 'expiration',
      now: kernel.now,
    }),
    queues,
    secrets: new SecretsModel(drawn),
    mappings: new MappingsModel({ ...drawn, settlingMs: () => weatherly.int(...weather.settlingMs) }),
    events: new TopicModel({ arn: eventsTopicArn, random: drawn.random, deliver }),
    sqs,
    sns: {
      execute: (operation, input) => {
        const output = alertsTopic.execute(operation, input as object);
        const { Subject = '', Message = '' } = input as { Subject?: string; Message?: string };
        alerts.push({ atMs: kernel.now(), subject: Subject, message: Message });
        return output;
      },
    },
    alertsTopic,
    alerts,
    eventsTopicArn,
    alertsTopicArn,
    onChange: (queueName, wake) => wakes.set(queueName, wake),
    refuse: (queueName, refuses) => {
      if (refuses) refusing.add(queueName);
      else refusing.delete(queueName);
    },
  };
}
