import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { integrations } from '../../../functions/integrations/index.ts';
import type { EnvironmentName } from '../../../lib/environments.ts';
import { readParts } from '../../../lib/stack/read-parts.ts';
import { fixtureTemplates } from '../../fixtures/fixture-template.ts';
import {
  losses,
  resourcesIn,
  type StatefulResources,
  statefulResources,
  unknownTypes,
} from './stateful-resources.ts';

const accepted: StatefulResources = JSON.parse(
  readFileSync(new URL('./stateful-resources.json', import.meta.url), 'utf8'),
);
const templatesOf = (environment: EnvironmentName) =>
  fixtureTemplates(environment, integrations, readParts());
let prod: ReturnType<typeof templatesOf>;
let staging: ReturnType<typeof templatesOf>;

beforeAll(() => {
  prod = templatesOf('prod');
  staging = templatesOf('staging');
});

describe('what a stack holds', () => {
  it('keeps its logical ids and names, so that no deployment drops it', () => {
    expect(losses(accepted, statefulResources(prod))).toEqual([]);
  });

  it('is written down as soon as there is more of it: npm run accept:stateful', () => {
    expect(Object.keys(statefulResources(prod))).toEqual(Object.keys(accepted));
  });

  it('is of a type that somebody has looked at: is a new one stateful?', () => {
    expect(unknownTypes(prod)).toEqual([]);
  });

  it.each(['dev', 'staging'] as EnvironmentName[])('has the same logical ids in %s', (environment) => {
    expect(Object.keys(statefulResources(templatesOf(environment)))).toEqual(Object.keys(accepted));
  });

  it('stays, in staging and prod, when it leaves the template, is replaced, or its stack goes', () => {
    for (const templates of [staging, prod]) {
      const resources = new Map(resourcesIn(templates));
      const policies = Object.keys(accepted).map((id) => [
        resources.get(id)?.DeletionPolicy,
        resources.get(id)?.UpdateReplacePolicy,
      ]);
      expect(new Set(policies.map(String))).toEqual(new Set(['RetainExceptOnCreate,Retain']));
    }
  });

  it('includes a ledger that can be restored, in staging and prod', () => {
    for (const templates of [staging, prod]) {
      const tables = resourcesIn(templates).filter(([, { Type }]) => Type === 'AWS::DynamoDB::Table');
      expect(tables.map(([, { Properties }]) => Properties.PointInTimeRecoverySpecification)).toEqual([
        { PointInTimeRecoveryEnabled: true },
      ]);
    }
  });
});

describe('losses', () => {
  const ledger = { type: 'AWS::DynamoDB::Table', name: 'interlock-prod-ledger' };

  it('says what holds what when an id is gone', () => {
    expect(losses({ Ledger: ledger }, { Ledger2: ledger })).toEqual([
      'Ledger (AWS::DynamoDB::Table interlock-prod-ledger) is gone from the template. It holds what was delivered: ' +
        'without it everything that is published or redriven again is delivered again. Deployed, dev deletes it; ' +
        'staging and prod keep it, outside of the stack: nothing is delivered from it any more, and its name is taken, ' +
        'so that the next creation fails. To remove an integration, let it retire first; if it is meant: ' +
        'npm run accept:stateful (docs/promotion.md)',
    ]);
  });

  it('says so when a name changes', () => {
    const [loss] = losses({ Ledger: ledger }, { Ledger: { ...ledger, name: 'interlock-prod-book' } });
    expect(loss).toContain('Ledger (AWS::DynamoDB::Table interlock-prod-ledger) became interlock-prod-book.');
  });

  it('says nothing of what is added', () => {
    expect(losses({}, { Ledger: ledger })).toEqual([]);
  });
});
