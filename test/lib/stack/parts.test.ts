import { describe, expect, it } from 'vitest';
import { type Parts, partsOf, placed } from '../../../lib/stack/parts.ts';

const names = (count: number, letter = 'i') =>
  Array.from({ length: count }, (_, at) => `${letter}-${at + 1}`);
/** How many stand in each part, the environment's own template first. */
const sizes = (parts: Parts) =>
  Object.values(parts).reduce<number[]>((found, part) => {
    found[part] = (found[part] ?? 0) + 1;
    return found;
  }, []);

describe('placing', () => {
  it('says nothing as long as one template has room for all', () => {
    expect(placed({}, names(16))).toEqual({});
  });

  it('fills the own template first, and then part after part', () => {
    expect(sizes(placed({}, names(17)))).toEqual([16, 1]);
    expect(sizes(placed({}, names(130)))).toEqual([16, 24, 24, 24, 24, 18]);
  });

  it('leaves what has a place where it is, however many come and go, and wherever in the list', () => {
    const before = placed({}, names(41));
    const after = placed(before, ['new', ...names(41).reverse().slice(0, 40), 'other']);
    for (const name of names(41).slice(1)) expect([name, after[name]]).toEqual([name, before[name]]);
    // The first is gone, and the other finds no room in part 1.
    expect([after['i-1'], after.new, after.other]).toEqual([undefined, 0, 2]);
  });

  it('leaves what is deployed in the own template, although those are more than it should hold', () => {
    const deployed = new Set(names(22));
    const parts = placed({}, ['new', ...names(22)], deployed);
    expect(sizes(parts)).toEqual([22, 1]);
    expect(parts.new).toBe(1);
  });

  it('changes nothing when it is asked again', () => {
    const once = placed({}, names(50));
    expect(placed(once, names(50), new Set(names(50)))).toEqual(once);
  });
});

describe('places', () => {
  it('are the own template where nothing is said', () => {
    expect(new Set(partsOf({}, names(16)).values())).toEqual(new Set([0]));
  });

  it('must be said where one template should not hold all', () => {
    expect(() => partsOf({}, names(17))).toThrow(
      '17 integrations are more than the 16 that one template should hold: npm run accept:stateful places what is new, and moves nothing',
    );
  });

  it('must be said of all, as a whole number', () => {
    expect(() => partsOf({ 'i-1': 0 }, names(2))).toThrow(
      'functions/integrations/parts.json does not say where i-2 stands: npm run accept:stateful places what is new, and moves nothing',
    );
    expect(() => partsOf({ 'i-1': 1.5 }, names(1))).toThrow('i-1 cannot stand in part 1.5');
  });
});
