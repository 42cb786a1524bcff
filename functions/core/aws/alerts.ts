import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';

/** A message to people, for mail and chat alike. */
export interface Alert {
  /** ASCII, below 100 characters: becomes the subject of a mail. */
  readonly subject: string;
  readonly text: string;
}

/** Resolves when the alerts topic has it. */
export type PublishAlert = (alert: Alert) => Promise<void>;

export function createPublishAlert(client: Pick<SNSClient, 'send'>, topicArn: string): PublishAlert {
  return async ({ subject, text }) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text }));
  };
}
