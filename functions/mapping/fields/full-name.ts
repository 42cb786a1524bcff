/** First and last name as one line, for third parties that have one field. A person may have no last name. */
export function fullName(firstName: string, lastName: string | null): string {
  return [firstName, lastName ?? '']
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}
