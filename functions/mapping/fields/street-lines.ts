/** The lines of a street address as one, for third parties that have one field. `null` when there is no address. */
export function streetLines(line1: string | null, line2: string | null): string | null {
  if (line1 === null) return null;
  return line2 === null ? line1 : `${line1}, ${line2}`;
}
