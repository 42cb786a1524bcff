/** All that `toExponential` writes. */
const digitsMax = 101;

/**
 * Whether a number of JSON has the value that it is read as, at the precision it is written with: `0.1`, `1e16` and the 17
 * digits that some languages write a double with have; `9007199254740993`, `1.000000000000000005`, `1e-999` and `1e400`
 * would silently become others.
 */
export function isKeptByDouble(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value)) return false;
  // As JavaScript writes it: whoever gets it from us gets the same digits.
  if (String(value) === token) return true;
  // Each digit of an integer counts, a zero at its end too: it may be an id.
  if (/^-?\d+$/.test(token)) return BigInt(value) === BigInt(token);
  const [, whole = '', fraction = '', exponent = '0'] =
    /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(token) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  // Not /0+$/, which takes the square of their number on zeros before another digit.
  const length = [...digits].findLastIndex((digit) => digit !== '0') + 1;
  if (length === 0) return true;
  if (length > digitsMax) return false;
  const power = digits.length - 1 - fraction.length + Number(exponent);
  const [mantissa = '', powerRead] = Math.abs(value)
    .toExponential(length - 1)
    .split('e');
  return mantissa.replace('.', '') === digits.slice(0, length) && Number(powerRead) === power;
}
