/** What must not compile where a destination has settings. `tsc --noEmit` proves it. */
import * as z from 'zod/mini';
import { defineDestination, type SettingsOf } from '../../functions/core/declare/destination.ts';
import { integrationIn } from '../../functions/core/declare/in-environment.ts';
import {
  type AnyIntegration,
  type DeclaredIntegration,
  defineIntegration,
} from '../../functions/core/declare/integration.ts';
import { defineOperation } from '../../functions/core/declare/operation.ts';
import { mapper } from '../../functions/mapping/mapper.ts';
import type { EnvironmentName } from '../../lib/environments.ts';
import { type GivenSettings, settingsOf } from '../../lib/settings-of.ts';
import { createThing, thingDestination, thingIntegration } from '../fixtures/fixture-integration.ts';
import {
  addMember,
  type MemberParams,
  mailer,
  personJoinedToMailer,
} from '../fixtures/settled-integration.ts';

/** Both stand in one list, whose requests nobody can make before the settings are known. */
export const listed: readonly DeclaredIntegration[] = [thingIntegration(), personJoinedToMailer];
export const settled: AnyIntegration = integrationIn({}, personJoinedToMailer);

// @ts-expect-error the settings are not known
export const unsettled: AnyIntegration = personJoinedToMailer;
// @ts-expect-error nor is it known whether there are any
listed[0]?.operation.request({});
// @ts-expect-error they are not given
addMember.request({ email: 'a@example.com', tag: 'x' });
// @ts-expect-error this one declares no such setting
addMember.request({ email: 'a', tag: 'x' }, { settings: { channel: '#general' } });

defineOperation<MemberParams, typeof mailer>({
  ...addMember,
  // @ts-expect-error the destination declares no `channel`
  request: (_, { settings: { channel } }) => ({ method: 'GET', path: `/${channel}` }),
});
defineOperation<MemberParams>({
  ...addMember,
  // @ts-expect-error of a destination with settings, its type is said, too
  destination: mailer,
});
createThing(undefined, {
  // @ts-expect-error this destination declares no settings
  request: (_, { settings }) => ({ method: 'GET', path: `/${settings}` }),
});

defineDestination({
  ...thingDestination(),
  settings: z.strictObject({ plan: z.string() }),
  // @ts-expect-error it declares no `tier`
  bySettings: ({ tier }) => ({ baseUrl: tier }),
});
defineDestination({
  ...thingDestination(),
  settings: z.strictObject({ plan: z.string() }),
  // @ts-expect-error a limit is no number
  bySettings: () => ({ rateLimits: 100 }),
});
defineDestination({
  ...thingDestination(),
  settings: z.strictObject({ plan: z.string() }),
  // @ts-expect-error secret, items and log are called by the name
  bySettings: ({ plan }) => ({ name: plan }),
});

const m = mapper<{ readonly email: string }, MemberParams, SettingsOf<typeof mailer>>();
// @ts-expect-error it declares no `listID`
m.beside('settings.listID');
// @ts-expect-error a mapping that is declared without settings reads none
mapper<{ readonly email: string }, MemberParams>().beside('settings.listId');
// @ts-expect-error a setting of another type than the field
m.define({ email: m.from('email'), tag: m.beside('settings.listId', { name: 'n', convert: () => 1 }) }, {});

defineIntegration({
  ...thingIntegration(),
  // @ts-expect-error the operation's destination has none of the settings that the mapping reads
  map: mapper<
    { reference: string; name: string },
    { reference: string; name: string },
    { a: string }
  >().define({ reference: m.constant('1'), name: m.constant('2') }, { reference: 'x', name: 'x' }),
});

type Given = GivenSettings<EnvironmentName>;
const one = { listId: 'l', region: 'eu', plan: 'small' } as const;
export const given: Given = settingsOf(mailer, { local: one, dev: one, staging: one, prod: one });
// @ts-expect-error no settings in prod
export const forgotten: Given = settingsOf(mailer, { local: one, dev: one, staging: one });
// @ts-expect-error a misspelt setting
settingsOf(mailer, { local: { ...one, listID: 'l' } });
// @ts-expect-error no region
settingsOf(mailer, { local: { listId: 'l', plan: 'small' } });
// @ts-expect-error no such plan
settingsOf(mailer, { local: { ...one, plan: 'medium' } });
// @ts-expect-error it declares no settings
settingsOf(thingDestination(), { local: {} });
