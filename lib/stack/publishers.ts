/** Who else may publish: other accounts, and rules of EventBridge, as an environment says. */
import type { Stack } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Publishers } from '../environments.ts';

/** What SNS asks of the key for whoever publishes. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export const publishingActions = ['kms:Decrypt', 'kms:GenerateDataKey*'];

/**
 * Opens topic and key. An account's own policies say who in it may: they need `sns:Publish` on the topic and `publishingActions`
 * on the key. Throws `TypeError` on what is no account, and on what is no rule.
 */
export function letOthersPublish(stack: Stack, topic: Topic, key: Key, publishers: Publishers): void {
  const { accounts = [], rules = [] } = publishers;
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account))
      throw new TypeError(`publishers: "${account}" is no account: twelve digits`);
  }
  for (const rule of rules) {
    if (!/^arn:aws[\w-]*:events:[a-z0-9-]+:\d{12}:rule\/.+$/.test(rule)) {
      throw new TypeError(`publishers: "${rule}" is no ARN of an EventBridge rule`);
    }
  }
  const publish = { actions: ['sns:Publish'], resources: [topic.topicArn] };
  // In the policy of a key: this key.
  const encrypt = { actions: publishingActions, resources: ['*'] };
  if (accounts.length > 0) {
    const principals = accounts.map((account) => new AccountPrincipal(account));
    topic.addToResourcePolicy(new PolicyStatement({ sid: 'AccountsPublish', principals, ...publish }));
    const viaSns = { StringEquals: { 'kms:ViaService': `sns.${stack.region}.${stack.urlSuffix}` } };
    key.addToResourcePolicy(
      new PolicyStatement({ sid: 'AccountsEncrypt', principals, ...encrypt, conditions: viaSns }),
    );
  }
  if (rules.length > 0) {
    const principals = [new ServicePrincipal('events.amazonaws.com')];
    const ofRules = { ArnEquals: { 'aws:SourceArn': rules } };
    topic.addToResourcePolicy(
      new PolicyStatement({ sid: 'RulesPublish', principals, ...publish, conditions: ofRules }),
    );
    // No condition on the rule: keys of encrypted topics do not support one for EventBridge, says SNS's page above. Which rule
    // may publish is the topic's to say.
    key.addToResourcePolicy(new PolicyStatement({ sid: 'RulesEncrypt', principals, ...encrypt }));
  }
}
