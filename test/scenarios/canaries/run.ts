/** One run of the property: fresh keys, and events with what every third party will answer to each. */
import fc from 'fast-check';
import { type Answer, answers } from './answers.ts';

export const destinations = ['wallet', 'gazette', 'helpdesk'] as const;
export type DestinationName = (typeof destinations)[number];

/** All that a key may consist of, with a good share of what encodings write in another way. */
const special = fc.constantFrom(...'"\\/+=&<>\'%{}:;,.()!*~`^|$#@?[]_-');
const plain = fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789');
/** Without bias: a key like `!!!!!!!!` is in every text. Real ones have 20 to 60 characters. */
const key = fc.noBias(
  fc.string({
    unit: fc.oneof({ weight: 4, arbitrary: plain }, { weight: 1, arbitrary: special }),
    minLength: 20,
    maxLength: 48,
  }),
);

/** A last name that no text holds by chance, with what makes names hard to find. */
const lastName = fc.noBias(
  fc
    .string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvwxz'), minLength: 9, maxLength: 12 })
    .map((letters) => `O'${letters} "Müller"`),
);

const answersOf = fc.noBias(fc.array(answers(), { minLength: 1, maxLength: 2 }));

const planned = fc.record({
  lastName,
  answers: fc.record({
    wallet: answersOf,
    gazette: answersOf,
    helpdesk: answersOf,
  }),
});

export const runs = fc.record({
  keys: fc.record({ wallet: key, gazette: key, helpdesk: key }),
  refusal: answers({ statuses: [401] }).map((answer): Answer => ({ ...answer, ending: 'whole' })),
  customers: fc.noBias(fc.array(planned, { minLength: 1, maxLength: 2 })),
  payments: fc.noBias(fc.array(planned, { minLength: 1, maxLength: 2 })),
  /** An event whose publisher put the key of this destination into it, as a value and as a name. */
  careless: fc.record({
    destination: fc.constantFrom(...destinations),
    lastName,
    // It ends at once, in the third party's own words: another sandbox, that takes it up when the key is no longer in use, has never heard of the key.
    answer: fc
      .oneof(
        answers({ statuses: [422], shapes: ['error'] }),
        answers({ statuses: [200], shapes: ['success'] }),
      )
      .map((answer): Answer => ({ ...answer, ending: 'whole' })),
  }),
});
export type Run = typeof runs extends fc.Arbitrary<infer Value> ? Value : never;
export type Planned = Run['customers'][number];
