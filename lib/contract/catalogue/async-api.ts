/** All events as one AsyncAPI document. https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
import type { EventContract } from '../../../functions/core/declare/event.ts';
import type { EnvironmentName } from '../../environments.ts';
import { topicName } from '../../names.ts';
import { eventSchema, exampleEvent, nameOf, titleOf } from './event-schemas.ts';

export interface Catalogued {
  readonly event: EventContract;
  /** Names of the integrations that take it. */
  readonly takers: readonly string[];
}

/** One channel, the topic; what others send, Interlock receives. */
export function asyncApi(environment: EnvironmentName, catalogued: readonly Catalogued[]): object {
  const address = topicName(environment);
  const events = catalogued.map(({ event }) => event);
  const messages = catalogued.map((one) => [nameOf(one.event, events), messageOf(one, events)] as const);
  const refs = (place: string) => messages.map(([name]) => [name, { $ref: `${place}/${name}` }] as const);
  return {
    asyncapi: '3.0.0',
    info: {
      title: `Events of ${address}`,
      version: '1.0.0',
      description: 'Made of the contracts in functions/events by `npm run interlock -- catalogue`.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      events: {
        address,
        title: 'The topic that all systems publish to',
        messages: Object.fromEntries(refs('#/components/messages')),
        bindings: { sns: { name: address, bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      carryEvents: {
        action: 'receive',
        title: 'Carry each event to everybody who must know',
        channel: { $ref: '#/channels/events' },
        messages: refs('#/channels/events/messages').map(([, ref]) => ref),
      },
    },
    components: { messages: Object.fromEntries(messages) },
  };
}

function messageOf({ event, takers }: Catalogued, events: readonly EventContract[]): object {
  const { type, personal } = event;
  const { $schema: _, ...payload } = eventSchema(event, 'draft-7', events);
  return {
    name: type,
    title: titleOf(event, events),
    contentType: 'application/cloudevents+json',
    payload,
    examples: [{ name: 'example', payload: exampleEvent(event) }],
    'x-personal': personal,
    'x-integrations': takers,
  };
}
