const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `length` characters of `alphabet`, each as `random` (0 up to but not including 1) decides. */
export function identifier(random: () => number, length: number, alphabet = alphanumeric): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** A version 4 UUID made of `random`. */
export function uuid(random: () => number): string {
  const hex = (length: number) => identifier(random, length, '0123456789abcdef');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${identifier(random, 1, '89ab')}${hex(3)}-${hex(12)}`;
}
