/**
 * Who asks, and what he may ask for. It is read from the sender that SQS itself notes with each message: whoever sends one
 * has no say in it, as he has in all that the message holds.
 */
import { InvalidRequestError, type SupervisorRequest } from './request.ts';

export interface Askers {
  /** Names of the environment's functions begin so, `interlock-dev-`. */
  readonly functionPrefix: string;
  /** The supervisor, behind the prefix. */
  readonly supervisor: string;
  /** By integration: the one destination that its function may have looked at. */
  readonly destinations: ReadonlyMap<string, string>;
}

/**
 * Throws `InvalidRequestError` when the sender may not ask this. A function of an integration may have its own destination
 * looked at, and that is all: to park, to resume and to sweep is for operators, the clock and the supervisor itself, who
 * alone besides may send to its queue. A message without a sender is nobody's.
 * @param senderId `<id of the role>:<name of the session>`; a session of a function has the function's name, which Lambda
 * gives it and only Lambda can, for nobody else may take the role.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function refuseUnlessAllowed(
  request: SupervisorRequest,
  senderId: string | undefined,
  { functionPrefix, supervisor, destinations }: Askers,
): void {
  if (senderId === undefined || senderId === '')
    throw new InvalidRequestError('SQS does not say who sent the message');
  const session = senderId.slice(senderId.indexOf(':') + 1);
  if (!session.startsWith(functionPrefix)) return;
  const name = session.slice(functionPrefix.length);
  if (name === supervisor) return;
  const own = destinations.get(name);
  const isOwnLook =
    request.ask === 'look' &&
    own !== undefined &&
    request.destination === own &&
    request.followUp === undefined;
  if (isOwnLook) return;
  const may = own === undefined ? 'nothing' : `nothing but to look at ${own}`;
  throw new InvalidRequestError(
    `the function ${session} may ask for ${may}, and asked to ${request.ask}${
      request.destination === undefined ? '' : ` ${request.destination}`
    }`,
  );
}
