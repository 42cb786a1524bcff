/** What must not compile among the personal paths of an event. `tsc --noEmit` proves it. */

import * as z from 'zod/mini';
import { defineEvent } from '../../functions/core/declare/event.ts';

const data = z.looseObject({
  email: z.string(),
  customerId: z.int(),
  isMember: z.boolean(),
  nick: z.nullable(z.string()),
  address: z.nullable(z.looseObject({ line1: z.string(), city: z.optional(z.string()) })),
  tags: z.array(z.string()),
  lines: z.array(z.looseObject({ sku: z.string(), recipient: z.looseObject({ name: z.string() }) })),
  contacts: z.record(z.string(), z.object({ mail: z.string() })),
  labels: z.record(z.string(), z.string()),
  flags: z.array(z.boolean()),
  anything: z.unknown(),
});
const example = {
  email: 'ada@example.com',
  customerId: 1,
  isMember: true,
  nick: null,
  address: null,
  tags: [],
  lines: [],
  contacts: {},
  labels: {},
  flags: [],
  anything: null,
};

/** Texts and numbers wherever they stand, which must compile. */
export const reaching = defineEvent({
  type: 'order.placed',
  data,
  personal: [
    'email',
    'customerId',
    'nick',
    'address.line1',
    'address.city',
    'tags[]',
    'lines[].recipient.name',
    'contacts.*.mail',
    'labels.*',
    'anything',
  ],
  example,
});

// @ts-expect-error a whole list: which of its fields?
export const list = defineEvent({ type: 'x', data, personal: ['lines'], example });
// @ts-expect-error a field of a list as if it were an object
export const field = defineEvent({ type: 'x', data, personal: ['lines.recipient.name'], example });
// @ts-expect-error an element that is an object
export const element = defineEvent({ type: 'x', data, personal: ['lines[]'], example });
// @ts-expect-error a whole object
export const object = defineEvent({ type: 'x', data, personal: ['address'], example });
// @ts-expect-error a whole record
export const record = defineEvent({ type: 'x', data, personal: ['contacts'], example });
// @ts-expect-error a flag says nothing of who it is
export const flag = defineEvent({ type: 'x', data, personal: ['isMember'], example });
// @ts-expect-error a list of flags
export const flags = defineEvent({ type: 'x', data, personal: ['flags[]'], example });
// @ts-expect-error a list of texts without its brackets
export const texts = defineEvent({ type: 'x', data, personal: ['tags'], example });
// @ts-expect-error no such field
export const missing = defineEvent({ type: 'x', data, personal: ['mail'], example });
// @ts-expect-error beyond a text
export const beyond = defineEvent({ type: 'x', data, personal: ['email.domain'], example });
