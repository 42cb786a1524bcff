import { describe, expect, it } from 'vitest';
import { describeBreaches } from './breach.ts';
import { circleBreaches, doorImports } from './file-breaches.ts';
import { door, tree } from './made-up-tree.ts';

describe('files that import one another', () => {
  it('are named as the circle they are, for a type too', () => {
    const { imports } = tree(
      ['lib/a.ts', "import './b.ts';"],
      ['lib/b.ts', "import type { C } from './c.ts';"],
      ['lib/c.ts', "export type C = import('./a.ts').A;"],
      ['lib/d.ts', "import './a.ts';"],
    );
    expect(describeBreaches(circleBreaches(imports))).toBe(
      `lib/a.ts -> lib/b.ts -> lib/c.ts -> lib/a.ts
  rule: no file imports itself by way of others, not for a type either
  way out: move what two of them share into a file below both, or pass it in
`,
    );
  });

  it('are named once for each knot, by the shortest circle', () => {
    const { imports } = tree(
      ['a.ts', "import './b.ts'; import './c.ts';"],
      ['b.ts', "import './c.ts';"],
      ['c.ts', "import './a.ts';"],
      ['x.ts', "import './y.ts';"],
      ['y.ts', "import './x.ts';"],
      ['z.ts', "import './z.ts';"],
    );
    expect(circleBreaches(imports).map(({ found }) => found)).toEqual([
      'a.ts -> c.ts -> a.ts',
      'x.ts -> y.ts -> x.ts',
      'z.ts -> z.ts',
    ]);
  });

  it('are none where the arrows meet but lead one way', () => {
    const { imports } = tree(
      ['a.ts', "import './b.ts'; import './c.ts';"],
      ['b.ts', "import './d.ts';"],
      ['c.ts', "import './d.ts';"],
    );
    expect(circleBreaches(imports)).toEqual([]);
  });
});

describe('a file at a door', () => {
  it('is imported by nobody', () => {
    const { imports } = tree(door('lib', 'uses: []'), ['lib/a.ts', "import { room } from './room.ts';"]);
    expect(describeBreaches(doorImports(imports))).toBe(
      `lib/a.ts:1 -> lib/room.ts
  rule: no code imports a room.ts
  way out: declare the value where it is used; a door is for readers and for the test
`,
    );
  });
});
