/** Random worlds of a run, unless somebody asks for another number: a minute of two cores. */
export const seedsDefault = 10_000;
