/** The calls of SQS. What fauxqs knows it answers itself. */
import { json } from './answers.ts';
import { type Call, queueNameIn } from './call.ts';

/** Lets fauxqs answer. */
export const passOn: Call['run'] = ({ queues }, { operation, body, userId }) =>
  queues.request(`AmazonSQS.${operation}`, body, userId);

export const receive: Call['run'] = async (services, request) => {
  const received = await passOn(services, request);
  if (!request.hasHungUp()) return received;
  // Whoever waited for messages has hung up.
  const { Messages = [] } = JSON.parse(String(received.body)) as {
    Messages?: readonly { ReceiptHandle: string }[];
  };
  const queueName = queueNameIn(request.input);
  for (const { ReceiptHandle } of Messages) await services.queues.giveBack(queueName, ReceiptHandle);
  return received;
};

export const startMoveTask: Call['run'] = ({ moveTasks }, { input }) => json(moveTasks.start(input));

export const listMoveTasks: Call['run'] = ({ moveTasks }, { input }) => json(moveTasks.list(input));
