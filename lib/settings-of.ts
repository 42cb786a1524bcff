/** How the settings of a destination are given: side by side for all environments, so that none is forgotten. */
import type { DestinationWith } from '../functions/core/declare/destination.ts';

/** A destination's settings by environment. */
export interface GivenSettings<Name extends string> {
  readonly destination: string;
  readonly values: Readonly<Record<Name, unknown>>;
}

/** `settingsOf(mailchimp, { local: { listId: 'l1' }, dev: { … }, staging: { … }, prod: { … } })` */
export function settingsOf<Settings, Name extends string>(
  destination: DestinationWith<Settings>,
  values: Readonly<Record<Name, NoInfer<Settings>>>,
): GivenSettings<Name> {
  return { destination: destination.name, values };
}
