import { type DocumentFinding, documentFindingKinds } from './document-finding.ts';

/** One finding for each cause, whatever the number of samples, in an order of its own. */
export function mergeFindings(findings: readonly DocumentFinding[]): readonly DocumentFinding[] {
  const across = Map.groupBy(findings, keyOf);
  return [...across.values()].map(merged).sort(inOrder);
}

/** A header that the document does not know is one cause, whatever status it came with. */
const keyOf = ({ request, kind, place, statusCode }: DocumentFinding) =>
  JSON.stringify([request, kind, place, kind === 'header-undocumented' ? undefined : statusCode]);

function merged(same: readonly DocumentFinding[]): DocumentFinding {
  const [first] = same;
  if (first === undefined) throw new RangeError('a group has a first finding');
  const { statusCode, said: _, seen: __, ...rest } = first;
  const said = together(same.map((finding) => finding.said));
  const seen = together(same.map((finding) => finding.seen));
  return {
    ...rest,
    operation: together(same.flatMap(({ operation }) => operation.split(', '))) ?? '',
    ...(statusCode !== undefined && same.every((one) => one.statusCode === statusCode) && { statusCode }),
    ...(said !== undefined && { said }),
    ...(seen !== undefined && { seen }),
    isLie: same.some(({ isLie }) => isLie),
  };
}

function together(texts: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(texts.filter((text) => text !== undefined));
  return distinct.size === 0 ? undefined : [...distinct].sort().join(', ');
}

function inOrder(a: DocumentFinding, b: DocumentFinding): number {
  return (
    compare(a.request, b.request) ||
    compare(a.statusCode ?? 0, b.statusCode ?? 0) ||
    documentFindingKinds.indexOf(a.kind) - documentFindingKinds.indexOf(b.kind) ||
    compare(a.place, b.place)
  );
}

const compare = <T extends number | string>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
