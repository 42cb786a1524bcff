import { forms } from './forms.ts';

/** What stands for a value: the same one everywhere, and of the value's own form. */
export type Placeholders = (value: string) => string;

/** Shorter ones are found in anything. */
const charactersMin = 4;
/** A form like `person-1@example.com` holds words that a value may be: then no number helps. */
const triesMax = 20;

/** @param known every value there is: no placeholder is one of them, or holds one */
export function createPlaceholders(known: ReadonlySet<string>): Placeholders {
  const long = [...known].filter((value) => value.length >= charactersMin);
  const given = new Map<string, string>();
  const taken = new Set<string>();
  const counts = new Map<string, number>();

  const isFree = (text: string) =>
    !taken.has(text) && !known.has(text) && !long.some((value) => text.includes(value));
  const invent = (value: string): string => {
    const form = forms.find(({ fits }) => fits(value));
    if (form === undefined) return '';
    // Numbers of five digits are counted apart from those of ten.
    const kind = `${form.name} ${form.make(1, value).length}`;
    const first = (counts.get(kind) ?? 0) + 1;
    let n = first;
    while (n < first + triesMax && !isFree(form.make(n, value))) n += 1;
    if (n === first + triesMax) n = first;
    while (taken.has(form.make(n, value))) n += 1;
    counts.set(kind, n);
    return form.make(n, value);
  };

  return (value) => {
    const key = folded(value);
    const before = given.get(key);
    if (before !== undefined) return before;
    const placeholder = invent(value);
    given.set(key, placeholder);
    taken.add(placeholder);
    return placeholder;
  };
}

/** Third parties write addresses in lower case, whatever they were sent. */
const folded = (value: string) => (value.includes('@') ? value.toLowerCase() : value);
