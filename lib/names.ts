/** Physical names, in one place: what the stack makes, the command line and the local environment find. */
import type { EnvironmentName } from './environments.ts';

export const stackName = (environment: EnvironmentName) => `interlock-${environment}`;
export const dashboardName = (environment: EnvironmentName) => `interlock-${environment}`;
export const topicName = (environment: EnvironmentName) => `interlock-${environment}-events`;
/** Parameter of Systems Manager that holds the ARN of the events topic. */
export const eventsTopicParameterName = (environment: EnvironmentName) =>
  `/interlock/${environment}/events-topic-arn`;
export const alertsTopicName = (environment: EnvironmentName) => `interlock-${environment}-alerts`;
export const ledgerTableName = (environment: EnvironmentName) => `interlock-${environment}-ledger`;
/** Queue and function of an integration share their name. */
export const integrationName = (environment: EnvironmentName, integration: string) =>
  `interlock-${environment}-${integration}`;
export const deadLetterQueueName = (environment: EnvironmentName, integration: string) =>
  `interlock-${environment}-${integration}-dead-letters`;
/** Where SNS puts what it could not hand to an integration's queue. */
export const undeliveredQueueName = (environment: EnvironmentName, integration: string) =>
  `interlock-${environment}-${integration}-undelivered`;
/** Events whose type no integration knows: a misspelled type must not vanish in a filter. */
export const unroutedQueueName = (environment: EnvironmentName) => `interlock-${environment}-unrouted`;
export const secretName = (environment: EnvironmentName, destination: string) =>
  `interlock/${environment}/${destination}`;
export const logGroupName = (environment: EnvironmentName, integration: string) =>
  `/interlock/${environment}/${integration}`;

/** Where the contract that a destination was seen to keep is written down. */
export const lockFile = (destination: string) => `contracts/${destination}.lock.json`;
