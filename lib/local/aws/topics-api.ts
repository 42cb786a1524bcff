/**
 * The calls of SNS, and who one is: flat form fields in, XML out. They return the members of the `…Result` element, and
 * throw `AwsError`.
 */
import { randomUUID } from 'node:crypto';
import { accountId } from './account.ts';
import { element, xml } from './answers.ts';
import { AwsError } from './aws-error.ts';
import type { Call } from './call.ts';
import type { Publication } from './publication.ts';
import type { MessageAttribute } from './queue-store.ts';
import type { Topics } from './topics.ts';

export const callerIdentity: Call['run'] = (_services, { operation }) => {
  const arn = `arn:aws:iam::${accountId}:root`;
  return xml(
    200,
    operation,
    `${element('Arn', arn)}${element('UserId', accountId)}${element('Account', accountId)}`,
  );
};

export const publish = async (topics: Topics, topicArn: string, form: URLSearchParams): Promise<string> =>
  element('MessageId', await topics.publish(topicArn, readPublication(form, '')));

export async function publishBatch(topics: Topics, topicArn: string, form: URLSearchParams): Promise<string> {
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

export const listTopics = (topics: Topics): string =>
  `<Topics>${topics.arns.map((arn) => `<member>${element('TopicArn', arn)}</member>`).join('')}</Topics>`;

export function getTopicAttributes(topics: Topics, topicArn: string): string {
  const attributes = {
    TopicArn: topicArn,
    SubscriptionsConfirmed: `${topics.subscriptions(topicArn).length}`,
  };
  const entries = Object.entries(attributes).map(
    ([key, value]) => `<entry>${element('key', key)}${element('value', value)}</entry>`,
  );
  return `<Attributes>${entries.join('')}</Attributes>`;
}

export function listSubscriptions(topics: Topics, topicArn: string): string {
  const members = topics
    .subscriptions(topicArn)
    .map(
      ({ arn, queueArn }) =>
        `<member>${element('SubscriptionArn', arn)}${element('TopicArn', topicArn)}${element('Protocol', 'sqs')}${element('Endpoint', queueArn)}</member>`,
    );
  return `<Subscriptions>${members.join('')}</Subscriptions>`;
}

/** For somebody who listens in with a queue of their own; its attributes are SNS's. */
export function subscribe(topics: Topics, topicArn: string, form: URLSearchParams): string {
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
