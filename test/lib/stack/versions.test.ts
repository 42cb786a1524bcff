import { expect, it } from 'vitest';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { anyGuestIntegration } from '../../fixtures/versions.ts';

it('the topic hands an integration the events of every version, and takes none of their types for unknown', () => {
  const template = fixtureTemplate('prod', [anyGuestIntegration]);
  const policies = Object.values(template.findResources('AWS::SNS::Subscription'))
    .map(({ Properties }) => Properties.FilterPolicy)
    .filter((policy) => policy !== undefined);
  expect(policies).toEqual([
    { type: [{ 'anything-but': ['guest.came', 'guest.came.v3'] }, { exists: false }] },
    { type: ['guest.came.v3', 'guest.came'] },
  ]);
});
