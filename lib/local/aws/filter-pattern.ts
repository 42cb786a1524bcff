/** CloudWatch Logs filter patterns: terms, and JSON selectors with && and ||. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
import { parseJsonPattern, unreadable } from './json-pattern.ts';

export type LogFilter = (message: string) => boolean;

/** Throws `InvalidParameterException` on what it cannot read. An empty pattern lets everything through. */
export function parseFilterPattern(pattern: string): LogFilter {
  const text = pattern.trim();
  if (text.startsWith('{')) {
    const test = parseJsonPattern(text);
    return (message) => {
      if (!message.startsWith('{')) return false;
      try {
        return test(JSON.parse(message));
      } catch {
        return false;
      }
    };
  }
  if (text.startsWith('[') || text.startsWith('%')) throw unreadable(pattern);
  return parseTerms(text);
}

/** All of `term`, none of `-term`, and one of `?term` when there are any. */
function parseTerms(text: string): LogFilter {
  const terms = [...text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = '', quoted, bare = '']) => ({
      sign,
      term: quoted?.replace(/\\(.)/g, '$1') ?? bare,
    }),
  );
  const withSign = (wanted: string) => terms.filter(({ sign }) => sign === wanted).map(({ term }) => term);
  const [required, excluded, optional] = [withSign(''), withSign('-'), withSign('?')];
  return (message) =>
    required.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}
