/** Every call that the local AWS answers: its name, the IAM action that it needs, and who answers it. */
import {
  type Call,
  onEventSource,
  onFunction,
  onLogGroup,
  onQueue,
  onSecret,
  onTable,
  onTopic,
} from './call.ts';
import { getMetricData } from './cloudwatch-api.ts';
import {
  getEventSourceMapping,
  getFunctionConfiguration,
  invoke,
  listEventSourceMappings,
  updateEventSourceMapping,
} from './lambda-api.ts';
import { listMoveTasks, passOn, receive, startMoveTask } from './queues-api.ts';
import { passwordRulesSchema, randomPassword } from './random-password.ts';
import {
  callerIdentity,
  getTopicAttributes,
  listSubscriptions,
  listTopics,
  publish,
  publishBatch,
  subscribe,
} from './topics-api.ts';

export const calls: Readonly<Record<string, Call>> = {
  // Who one is everybody may ask.
  'sts:GetCallerIdentity': { permissions: () => [], run: callerIdentity },

  'sns:Publish': onTopic('sns:Publish', publish),
  // There is no permission for the batch calls, here and with queues: that of the single one covers them.
  'sns:PublishBatch': onTopic('sns:Publish', publishBatch),
  'sns:ListTopics': onTopic('sns:ListTopics', listTopics),
  'sns:GetTopicAttributes': onTopic('sns:GetTopicAttributes', getTopicAttributes),
  'sns:ListSubscriptionsByTopic': onTopic('sns:ListSubscriptionsByTopic', listSubscriptions),
  'sns:Subscribe': onTopic('sns:Subscribe', subscribe),

  'sqs:SendMessage': onQueue('sqs:SendMessage', passOn),
  'sqs:SendMessageBatch': onQueue('sqs:SendMessage', passOn),
  'sqs:ReceiveMessage': onQueue('sqs:ReceiveMessage', receive),
  'sqs:DeleteMessage': onQueue('sqs:DeleteMessage', passOn),
  'sqs:DeleteMessageBatch': onQueue('sqs:DeleteMessage', passOn),
  'sqs:ChangeMessageVisibility': onQueue('sqs:ChangeMessageVisibility', passOn),
  'sqs:ChangeMessageVisibilityBatch': onQueue('sqs:ChangeMessageVisibility', passOn),
  'sqs:PurgeQueue': onQueue('sqs:PurgeQueue', passOn),
  'sqs:StartMessageMoveTask': onQueue('sqs:StartMessageMoveTask', startMoveTask),
  'sqs:ListMessageMoveTasks': onQueue('sqs:ListMessageMoveTasks', listMoveTasks),
  'sqs:GetQueueUrl': onQueue('sqs:GetQueueUrl', passOn),
  'sqs:GetQueueAttributes': onQueue('sqs:GetQueueAttributes', passOn),
  'sqs:SetQueueAttributes': onQueue('sqs:SetQueueAttributes', passOn),
  'sqs:ListQueues': onQueue('sqs:ListQueues', passOn),
  'sqs:CreateQueue': onQueue('sqs:CreateQueue', passOn),
  'sqs:DeleteQueue': onQueue('sqs:DeleteQueue', passOn),
  'sqs:ListQueueTags': onQueue('sqs:ListQueueTags', passOn),
  'sqs:TagQueue': onQueue('sqs:TagQueue', passOn),
  'sqs:UntagQueue': onQueue('sqs:UntagQueue', passOn),

  'dynamodb:GetItem': onTable('dynamodb:GetItem'),
  'dynamodb:PutItem': onTable('dynamodb:PutItem'),
  'dynamodb:UpdateItem': onTable('dynamodb:UpdateItem'),
  'dynamodb:DeleteItem': onTable('dynamodb:DeleteItem'),
  'dynamodb:BatchGetItem': onTable('dynamodb:BatchGetItem'),
  'dynamodb:BatchWriteItem': onTable('dynamodb:BatchWriteItem'),
  'dynamodb:Query': onTable('dynamodb:Query'),
  'dynamodb:Scan': onTable('dynamodb:Scan'),
  'dynamodb:ListTables': onTable('dynamodb:ListTables'),
  'dynamodb:CreateTable': onTable('dynamodb:CreateTable'),
  'dynamodb:DescribeTable': onTable('dynamodb:DescribeTable'),
  'dynamodb:UpdateTable': onTable('dynamodb:UpdateTable'),
  'dynamodb:DeleteTable': onTable('dynamodb:DeleteTable'),
  'dynamodb:DescribeTimeToLive': onTable('dynamodb:DescribeTimeToLive'),
  'dynamodb:ListTagsOfResource': onTable('dynamodb:ListTagsOfResource'),
  'dynamodb:TagResource': onTable('dynamodb:TagResource'),
  'dynamodb:UntagResource': onTable('dynamodb:UntagResource'),

  'secretsmanager:CreateSecret': onSecret('secretsmanager:CreateSecret', (secrets, input) =>
    secrets.createSecret(input),
  ),
  'secretsmanager:GetSecretValue': onSecret('secretsmanager:GetSecretValue', (secrets, input) =>
    secrets.getSecretValue(input),
  ),
  'secretsmanager:PutSecretValue': onSecret('secretsmanager:PutSecretValue', (secrets, input) =>
    secrets.putSecretValue(input),
  ),
  'secretsmanager:UpdateSecret': onSecret('secretsmanager:UpdateSecret', (secrets, input) =>
    secrets.updateSecret(input),
  ),
  'secretsmanager:UpdateSecretVersionStage': onSecret(
    'secretsmanager:UpdateSecretVersionStage',
    (secrets, input) => secrets.updateSecretVersionStage(input),
  ),
  'secretsmanager:DescribeSecret': onSecret('secretsmanager:DescribeSecret', (secrets, input) =>
    secrets.describeSecret(input),
  ),
  'secretsmanager:ListSecretVersionIds': onSecret('secretsmanager:ListSecretVersionIds', (secrets, input) =>
    secrets.listSecretVersionIds(input),
  ),
  'secretsmanager:ListSecrets': onSecret('secretsmanager:ListSecrets', (secrets) => secrets.listSecrets()),
  'secretsmanager:DeleteSecret': onSecret('secretsmanager:DeleteSecret', (secrets, input) =>
    secrets.deleteSecret(input),
  ),
  'secretsmanager:RestoreSecret': onSecret('secretsmanager:RestoreSecret', (secrets, input) =>
    secrets.restoreSecret(input),
  ),
  'secretsmanager:GetRandomPassword': onSecret('secretsmanager:GetRandomPassword', (_, input) => ({
    RandomPassword: randomPassword(passwordRulesSchema.parse(input)),
  })),

  'logs:DescribeLogGroups': onLogGroup('logs:DescribeLogGroups', (logs, input) =>
    logs.describeLogGroups(input),
  ),
  'logs:DescribeLogStreams': onLogGroup('logs:DescribeLogStreams', (logs, input) =>
    logs.describeLogStreams(input),
  ),
  'logs:GetLogEvents': onLogGroup('logs:GetLogEvents', (logs, input) => logs.getLogEvents(input)),
  'logs:FilterLogEvents': onLogGroup('logs:FilterLogEvents', (logs, input) => logs.filterLogEvents(input)),

  // There is no permission for single metrics.
  'cloudwatch:GetMetricData': {
    permissions: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
    run: getMetricData,
  },

  'lambda:ListEventSourceMappings': onEventSource('lambda:ListEventSourceMappings', listEventSourceMappings),
  'lambda:GetEventSourceMapping': onEventSource('lambda:GetEventSourceMapping', getEventSourceMapping),
  'lambda:UpdateEventSourceMapping': onEventSource(
    'lambda:UpdateEventSourceMapping',
    updateEventSourceMapping,
  ),
  'lambda:Invoke': onFunction('lambda:InvokeFunction', invoke),
  'lambda:GetFunctionConfiguration': onFunction('lambda:GetFunctionConfiguration', getFunctionConfiguration),
};
