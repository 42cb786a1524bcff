/** What must not compile in an update of an account. `tsc --noEmit` proves it. */

import type { Update } from '../../functions/core/pace/account-update.ts';

/** As it is written, which must compile. */
export const update: Update = {
  conditions: [
    'attribute_not_exists(parkedAtMs)',
    'tatUs >= :nowUs',
    '(attribute_not_exists(holdUntilMs) OR holdUntilMs <= :earliestMs)',
    `used${86_400_000} <= :room`,
  ],
  sets: ['tatUs = tatUs + :costUs', 'granted = if_not_exists(granted, :zero) + :given'],
  removes: ['resumedAtMs'],
  values: { ':nowUs': 1 },
};

export const misspelt: Partial<Update> = {
  conditions: [
    // @ts-expect-error a condition on no attribute
    'attribute_not_exists(parkedAt)',
    // @ts-expect-error two attributes in one condition
    '(attribute_not_exists(tatUs) OR holdUntilMs < :untilUs)',
    // @ts-expect-error a value without its colon
    'tatUs >= nowUs',
  ],
  sets: [
    // @ts-expect-error an attribute that nobody reads
    'tat = :tatUs',
    // @ts-expect-error a sum with no attribute
    'tatUs = tat + :costUs',
  ],
  // @ts-expect-error an attribute that is not there
  removes: ['resumedAt'],
  // @ts-expect-error a placeholder without its colon
  values: { nowUs: 1 },
};
