/** Chance from a seed: the same seed gives the same world. */
export interface Random {
  /** Even in [0, 1). */
  readonly next: () => number;
  /** A whole number, both ends included. */
  readonly int: (least: number, most: number) => number;
  /** Throws `RangeError` on an empty list. */
  readonly pick: <T>(list: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
  /** Looks like a version 4 UUID. */
  readonly id: () => string;
  /** A stream of its own: what is drawn from it moves nothing here. */
  readonly fork: (name: string) => Random;
}

/** sfc32: passes PractRand, and 2^64 draws at the least before it repeats. https://pracrand.sourceforge.net */
export function createRandom(seed: string | number): Random {
  let [a, b, c] = hash(`${seed}`);
  let counter = 1;
  const draw = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first draws still show the seed; a dozen is what its author asks for.
  for (let n = 0; n < 12; n += 1) draw();
  const next = () => draw() / 2 ** 32;
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const hex = () => draw().toString(16).padStart(8, '0');
  return {
    next,
    int,
    pick: <T>(list: readonly T[]) => {
      if (list.length === 0) throw new RangeError('nothing to pick from');
      return list[int(0, list.length - 1)] as T;
    },
    chance: (probability) => next() < probability,
    id: () => {
      const [one, two, three] = [hex(), hex(), hex()];
      return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-8${three.slice(5)}-${hex()}${three.slice(0, 4)}`;
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}

/** Three words of every character: a multiplicative hash for each, which is enough to tell seeds apart. */
function hash(text: string): [number, number, number] {
  let [a, b, c] = [1_779_033_703, 3_144_134_277, 1_013_904_242];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 597_399_067);
    b = Math.imul(b ^ code, 2_869_860_233);
    c = Math.imul(c ^ code, 951_274_213);
  }
  return [a ^ (b >>> 15), b ^ (c >>> 13), c ^ (a >>> 16)];
}
