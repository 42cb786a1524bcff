/** Every rule of `doctor`, in the order in which it says what they find. */
import type { Rule } from './rule.ts';
import { addressOutsideDestination } from './rules/address-outside-destination.ts';
import { destinationIncomplete } from './rules/destination-incomplete.ts';
import { integrationReadsAnother } from './rules/integration-reads-another.ts';
import { mappingOutsideLayer } from './rules/mapping-outside-layer.ts';
import { networkCallOutsideCore } from './rules/network-call-outside-core.ts';
import { operationUnrecorded } from './rules/operation-unrecorded.ts';
import { operationWithoutRepeat } from './rules/operation-without-repeat.ts';
import { personalField } from './rules/personal-field.ts';
import { queueWithoutAlarm } from './rules/queue-without-alarm.ts';
import { queueWithoutDeadLetters } from './rules/queue-without-dead-letters.ts';
import { secretLiteral } from './rules/secret-literal.ts';
import { shortVisibilityTimeout } from './rules/short-visibility-timeout.ts';
import { versionNotTaken } from './rules/version-not-taken.ts';
import { wildcardGrant } from './rules/wildcard-grant.ts';

export const rules: readonly Rule[] = [
  secretLiteral,
  addressOutsideDestination,
  networkCallOutsideCore,
  mappingOutsideLayer,
  operationWithoutRepeat,
  ...destinationIncomplete,
  operationUnrecorded,
  integrationReadsAnother,
  queueWithoutDeadLetters,
  queueWithoutAlarm,
  shortVisibilityTimeout,
  wildcardGrant,
  versionNotTaken,
  personalField,
];
