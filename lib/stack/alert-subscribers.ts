/** Who is told of alarms and alerts. What `alertsTo` says is checked when the templates are made. */
import { createHash } from 'node:crypto';
import { Annotations, SecretValue, Stack } from 'aws-cdk-lib';
import { CfnSubscription, type ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlertSubscriber, Environment } from '../environments.ts';
import { acknowledge } from './acknowledgements.ts';

/**
 * Each has to confirm once before it is told anything; SNS asks it as soon as it is deployed.
 * Throws `RangeError` for an address that none can be, that is there twice, or that holds a secret.
 */
export function subscribeToAlerts(
  scope: Construct,
  { name, alertsTo = [], protectData }: Pick<Environment, 'name' | 'alertsTo' | 'protectData'>,
  alertsTopic: ITopic,
): void {
  if (protectData && alertsTo.length === 0) {
    const stack = Stack.of(scope);
    Annotations.of(stack).addWarningV2(
      'interlock:alerts-to',
      `${stack.stackName} tells nobody when an alarm rings: name whoever is on call as alertsTo in lib/environments.ts`,
    );
  }
  const known = new Set<string>();
  for (const subscriber of alertsTo) {
    const refused = (problem: string) =>
      new RangeError(`alertsTo of ${name}: ${problem}: change it in lib/environments.ts`);
    const { id, protocol, endpoint } = subscriptionOf(subscriber, refused);
    if (known.has(id)) throw refused(`${id} is there twice`);
    known.add(id);
    // By what it is, not by its place in the list: who is still there does not confirm again.
    const hash = createHash('sha256').update(id).digest('hex').slice(0, 8);
    const { topicArn } = alertsTopic;
    const subscription = new CfnSubscription(scope, `AlertsTo-${hash}`, { topicArn, protocol, endpoint });
    acknowledge(subscription, 'Serverless::Serverless-SNSRedrivePolicy');
  }
}

interface Subscription {
  readonly id: string;
  readonly protocol: 'email' | 'https';
  readonly endpoint: string;
}

function subscriptionOf(subscriber: AlertSubscriber, refused: (problem: string) => Error): Subscription {
  if ('email' in subscriber) {
    const { email } = subscriber;
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) throw refused(`"${email}" is no e-mail address`);
    return { id: `email ${email}`, protocol: 'email', endpoint: email };
  }
  if ('httpsFromSecret' in subscriber) {
    const { httpsFromSecret } = subscriber;
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
    if (!/^[\w/+=.@-]{1,512}$/.test(httpsFromSecret))
      throw refused('httpsFromSecret is the name of a secret in Secrets Manager, never the address itself');
    return {
      id: `https from ${httpsFromSecret}`,
      protocol: 'https',
      // A reference: CloudFormation reads the secret, and no template, log or commit holds it.
      endpoint: SecretValue.secretsManager(httpsFromSecret).unsafeUnwrap(),
    };
  }
  const url = URL.parse(subscriber.https);
  if (url === null || url.protocol !== 'https:')
    throw refused('https is an address that begins with https://');
  if (holdsSecret(url))
    throw refused(
      `the address at ${url.hostname} holds what looks like a token, and whoever reads it could ring everybody: ` +
        'put the whole address into a secret of Secrets Manager, and name that as httpsFromSecret',
    );
  return { id: `https ${url.href}`, protocol: 'https', endpoint: url.href };
}

/** Shorter ones are words and numbers of versions; the keys of PagerDuty, Slack and Opsgenie have 24 and more. */
const tokenCharactersMin = 16;

/** A password, a query, or a part of the path that no word is: it has digits, or capitals within. */
function holdsSecret({ username, password, search, hash, pathname }: URL): boolean {
  if (`${username}${password}${search}${hash}` !== '') return true;
  return pathname
    .split('/')
    .some((part) => part.length >= tokenCharactersMin && (/\d/.test(part) || /[a-z].*[A-Z]/.test(part)));
}
