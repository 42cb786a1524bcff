/** The same fields under names in lower case, as HTTP/2 has them and as they are compared. */
export const lowerCased = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
