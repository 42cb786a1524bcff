/** SNS speaks the AWS query protocol: flat form fields in, XML out. */
import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import type { Publication } from './publication.ts';
import type { MessageAttribute } from './queue-store.ts';
import type { Topics } from './topics.ts';

/** Returns the members of the `…Result` element. Throws `AwsError`. */
export async function handleTopicsCall(
  topics: Topics,
  action: string,
  form: URLSearchParams,
): Promise<string> {
  const topicArn = form.get('TopicArn') ?? form.get('TargetArn') ?? '';
  switch (action) {
    case 'Publish':
      return element('MessageId', await topics.publish(topicArn, readPublication(form, '')));
    case 'PublishBatch':
      return publishBatch(topics, topicArn, form);
    case 'ListTopics':
      return `<Topics>${topics.arns.map((arn) => `<member>${element('TopicArn', arn)}</member>`).join('')}</Topics>`;
    case 'GetTopicAttributes': {
      const entry = `<entry>${element('key', 'SubscriptionsConfirmed')}${element('value', `${topics.subscriptions(topicArn).length}`)}</entry>`;
      return `<Attributes><entry>${element('key', 'TopicArn')}${element('value', topicArn)}</entry>${entry}</Attributes>`;
    }
    case 'ListSubscriptionsByTopic':
      return `<Subscriptions>${topics
        .subscriptions(topicArn)
        .map(
          ({ arn, queueArn }) =>
            `<member>${element('SubscriptionArn', arn)}${element('TopicArn', topicArn)}${element('Protocol', 'sqs')}${element('Endpoint', queueArn)}</member>`,
        )
        .join('')}</Subscriptions>`;
    case 'Subscribe':
      return subscribe(topics, topicArn, form);
    default:
      throw new AwsError('InvalidAction', `the local SNS does not know ${action}`);
  }
}

async function publishBatch(topics: Topics, topicArn: string, form: URLSearchParams): Promise<string> {
  const prefixes: string[] = [];
  for (let n = 1; form.has(`PublishBatchRequestEntries.member.${n}.Id`); n += 1) {
    prefixes.push(`PublishBatchRequestEntries.member.${n}.`);
  }
  const messageIds = await topics.publishBatch(
    topicArn,
    prefixes.map((prefix) => readPublication(form, prefix)),
  );
  const members = messageIds.map((messageId, n) => {
    const id = form.get(`${prefixes[n]}Id`) ?? '';
    return `<member>${element('Id', id)}${element('MessageId', messageId)}</member>`;
  });
  return `<Failed/><Successful>${members.join('')}</Successful>`;
}

/** For somebody who listens in with a queue of their own; its attributes are SNS's. */
function subscribe(topics: Topics, topicArn: string, form: URLSearchParams): string {
  if (form.get('Protocol') !== 'sqs') {
    throw new AwsError('InvalidParameter', `the local SNS delivers to sqs, not to ${form.get('Protocol')}`);
  }
  const attributes = readEntries(form, 'Attributes.entry', 'key', 'value');
  const arn = `${topicArn}:${randomUUID()}`;
  const filterPolicy = attributes.get('FilterPolicy');
  topics.subscribe({
    arn,
    topicArn,
    queueArn: form.get('Endpoint') ?? '',
    rawMessageDelivery: attributes.get('RawMessageDelivery') === 'true',
    filterScope: attributes.get('FilterPolicyScope') === 'MessageBody' ? 'MessageBody' : 'MessageAttributes',
    ...(filterPolicy === undefined ? {} : { filterPolicy: JSON.parse(filterPolicy) }),
  });
  return element('SubscriptionArn', arn);
}

function readPublication(form: URLSearchParams, prefix: string): Publication {
  const subject = form.get(`${prefix}Subject`);
  const attributes: Record<string, MessageAttribute> = {};
  for (let n = 1; form.has(`${prefix}MessageAttributes.entry.${n}.Name`); n += 1) {
    const entry = `${prefix}MessageAttributes.entry.${n}.`;
    const stringValue = form.get(`${entry}Value.StringValue`);
    const binaryValue = form.get(`${entry}Value.BinaryValue`);
    attributes[form.get(`${entry}Name`) ?? ''] = {
      DataType: form.get(`${entry}Value.DataType`) ?? 'String',
      ...(stringValue === null ? {} : { StringValue: stringValue }),
      ...(binaryValue === null ? {} : { BinaryValue: binaryValue }),
    };
  }
  return {
    message: form.get(`${prefix}Message`) ?? '',
    attributes,
    ...(subject === null ? {} : { subject }),
  };
}

function readEntries(form: URLSearchParams, list: string, key: string, value: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (let n = 1; form.has(`${list}.${n}.${key}`); n += 1) {
    entries.set(form.get(`${list}.${n}.${key}`) ?? '', form.get(`${list}.${n}.${value}`) ?? '');
  }
  return entries;
}

export const element = (name: string, text: string) => `<${name}>${escaped(text)}</${name}>`;

const escaped = (text: string) => text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
