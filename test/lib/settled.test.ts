/** What synth says of settings that do not fit, as a table; and what the functions are told where they do. */

import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { DeclaredIntegration } from '../../functions/core/declare/integration.ts';
import { defineDestination } from '../../functions/core/declare/with-settings.ts';
import { type EnvironmentName, environments, withSettings } from '../../lib/environments.ts';
import { settingsOf } from '../../lib/settings-of.ts';
import { inEnvironment } from '../../lib/settled.ts';
import { createThing, thingDestination, thingIntegration } from '../fixtures/fixture-integration.ts';
import { mailer, personJoinedToMailer } from '../fixtures/settled-integration.ts';

const good = { listId: 'l1', region: 'eu', plan: 'small' } as const;

const within = (name: EnvironmentName, destinations: Readonly<Record<string, unknown>>) => ({
  ...environments[name],
  settings: { ...environments[name].settings, destinations },
});

function problemsOf(
  destinations: Readonly<Record<string, unknown>>,
  list: readonly DeclaredIntegration[] = [personJoinedToMailer],
  name: EnvironmentName = 'prod',
): string {
  try {
    inEnvironment(within(name, destinations), list);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

/** An integration to a destination like `thing`, with settings of this shape. */
function settledThing(settings: z.ZodMiniType, bySettings: (settings: never) => object = () => ({})) {
  const { baseUrl: _, ...plain } = thingDestination();
  const destination = defineDestination({ ...plain, settings, bySettings } as never);
  const { operation, ...integration } = thingIntegration();
  return { ...integration, operation: { ...operation, destination } } as DeclaredIntegration;
}

describe('synth says of the settings of a destination', () => {
  it.each([
    [{ mailer: good }, 'none'],
    [{}, 'settings of mailer in prod: there are none: add them to lib/environments.ts'],
    [
      { mailer: { ...good, listId: 5 } },
      'settings of mailer in prod: listId: expected string, got number: mend lib/environments.ts',
    ],
    [
      { mailer: { region: 'eu', plan: 'small' } },
      'settings of mailer in prod: listId: expected string, got nothing: mend lib/environments.ts',
    ],
    [
      { mailer: { ...good, plan: 'medium' } },
      'settings of mailer in prod: plan: expected "small" or "large", got string: mend lib/environments.ts',
    ],
    [
      { mailer: { ...good, listID: 'l1' } },
      'settings of mailer in prod: listID: the destination declares no such setting: mend lib/environments.ts',
    ],
    [{ mailer: 'l1' }, 'settings of mailer in prod: expected object, got string: mend lib/environments.ts'],
    [
      { mailer: { listId: 1, region: 2, plan: 'small' } },
      'settings of mailer in prod: listId: expected string, got number: mend lib/environments.ts\n' +
        'settings of mailer in prod: region: expected string, got number: mend lib/environments.ts',
    ],
    [
      { mailer: { ...good, region: 'evil.example/' } },
      'settings of mailer in prod: they make the address https://evil.example/.api.mailer.example, which is not https on *.api.mailer.example',
    ],
  ])('%j: %s', (destinations, expected) => {
    expect(problemsOf(destinations)).toBe(expected);
  });

  it.each([
    ['local', 'none'],
    [
      'dev',
      'settings of mailer in dev: they make the address https://eu.example/.api.mailer.example, which is not https on *.api.mailer.example',
    ],
  ] as const)('in %s, where the secret has the address: %s', (name, expected) => {
    expect(problemsOf({ mailer: { ...good, region: 'eu.example/' } }, undefined, name)).toBe(expected);
  });

  it('that they travel as JSON', () => {
    const dated = settledThing(z.object({ since: z.date() }), () => ({ baseUrl: 'https://api.example.com' }));
    expect(problemsOf({ thing: { since: new Date(0) } }, [dated])).toBe(
      'settings of thing in prod: they are told to the functions as JSON, which has no dates, sets or undefined: use plain values',
    );
  });

  it.each([
    [() => ({}), 'they make no baseUrl: give it in destination thing, or in its bySettings'],
    [
      () => {
        throw new RangeError('no such plan');
      },
      'bySettings of destination thing throws RangeError: mend the destination, or the settings',
    ],
    [
      () => ({ baseUrl: 'https://api.example.com', allowedHosts: ['*.com'] }),
      'they make an address that cannot be: thing: allowed host "*.com": use a host name in lower case without port, or "*." and at least two labels',
    ],
  ])('what is missing of the destination that they make', (bySettings, expected) => {
    expect(problemsOf({ thing: {} }, [settledThing(z.object({}), bySettings)])).toBe(
      `settings of thing in prod: ${expected}`,
    );
  });
});

describe('what the functions are told', () => {
  it('is what the schema made of the settings, and nothing of a destination that is in no list', () => {
    const cut = settledThing(z.object({ listId: z.string() }), () => ({
      baseUrl: 'https://api.example.com',
    }));
    const { environment } = inEnvironment(
      within('prod', { thing: { listId: 'l', note: 'for people' }, gone: { a: 1 } }),
      [cut],
    );
    expect(environment.settings.destinations).toEqual({ thing: { listId: 'l' } });
  });

  it('is nothing where no destination declares any', () => {
    const { environment } = inEnvironment(within('prod', { gone: { a: 1 } }), [thingIntegration()]);
    expect(environment.settings).toEqual(environments.prod.settings);
    expect(Object.keys(environment.settings)).not.toContain('destinations');
  });

  it('is of each environment its own', () => {
    const given = settingsOf(mailer, {
      local: { ...good, listId: 'local' },
      dev: { ...good, listId: 'dev' },
      staging: { ...good, listId: 'staging' },
      prod: { ...good, listId: 'prod' },
    });
    const names = Object.values(environments).map((one) => withSettings(one, [given]).settings.destinations);
    expect(names).toEqual(
      ['local', 'dev', 'staging', 'prod'].map((listId) => ({ mailer: { ...good, listId } })),
    );
    expect(withSettings(environments.dev, [])).toBe(environments.dev);
  });
});

it('a host that too many addresses have is refused of any destination', () => {
  const thing = thingIntegration(
    createThing(undefined, { destination: thingDestination({ allowedHosts: ['*.com'] }) }),
  );
  expect(() => inEnvironment(environments.dev, [thing])).toThrow('thing: allowed host "*.com": use');
});

it('settings that the variables of a function have no room for are refused', () => {
  const filled = (length: number) => problemsOf({ mailer: { ...good, listId: 'x'.repeat(length) } });
  const empty = JSON.stringify({ ...good, listId: '' }).length;
  expect(filled(2_048 - empty)).toBe('none');
  expect(filled(2_049 - empty)).toBe(
    'settings of mailer in prod: 2049 bytes of JSON, and the variables of its functions have room for 2048: shorten them',
  );
});
