import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { supervisorSource } from '../../../build/function-sources.ts';
import { alertsTopicName, integrationName } from '../../../names.ts';
import { topicArnBeside } from '../../resources.ts';
import { counted } from '../../shell/output.ts';
import type { DeployedCheck } from './look.ts';

/** `PendingConfirmation` stands in the place of an ARN until somebody has followed the link. */
const isConfirmed = ({ SubscriptionArn = '' }: Subscription) => SubscriptionArn.startsWith('arn:');

/** Whether an alert reaches anybody. Who it is is not said. */
export const alerts: DeployedCheck = {
  name: 'alerts',
  look: async ({ clients: { sns, sqs }, environment: { name } }) => {
    const TopicArn = await topicArnBeside(
      sqs,
      integrationName(name, supervisorSource.name),
      alertsTopicName(name),
    );
    const subscriptions: Subscription[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn }))
      subscriptions.push(...(page.Subscriptions ?? []));
    const confirmed = subscriptions.filter(isConfirmed).length;
    if (confirmed > 0)
      return [
        { state: 'ok', says: `${counted(confirmed, 'confirmed subscription')} to ${alertsTopicName(name)}` },
      ];
    return subscriptions.length > 0
      ? [
          {
            state: 'trouble',
            says: `nobody hears the alerts: ${counted(subscriptions.length, 'subscription')}, none of them confirmed`,
            todo: 'follow the link in the message that SNS sent',
          },
        ]
      : [
          {
            state: 'trouble',
            says: 'nobody hears the alerts: there is no subscription',
            todo: `subscribe whoever is on call to ${alertsTopicName(name)}: aws sns subscribe --topic-arn ${TopicArn} --protocol email --notification-endpoint <address>`,
          },
        ];
  },
};
