import { describeFinding } from './describe-finding.ts';
import type { DocumentFinding, DocumentFindingKind } from './document-finding.ts';

/** What is told of many places of one answer at once: a contact has fields by the dozen, and every answer the same headers. */
const together: Partial<Readonly<Record<DocumentFindingKind, (many: string) => string>>> = {
  'field-never-seen': (many) => `: the document lists ${many} fields that no answer had`,
  'header-undocumented': (many) => ` came with ${many} headers that the document does not list`,
};

/** A line for each finding, except that those of `together` which are about one answer stand in one. */
export function describeFindings(findings: readonly DocumentFinding[]): readonly string[] {
  const groups = Map.groupBy(findings, (finding) =>
    together[finding.kind] === undefined
      ? finding
      : `${finding.kind} ${finding.request} ${finding.statusCode}`,
  );
  return [...groups.values()].flatMap((group) => {
    const [first, second] = group;
    const tell = first && together[first.kind];
    if (first === undefined || second === undefined || tell === undefined) return group.map(describeFinding);
    const places = group.map(({ place }) => place).join(', ');
    const answer = `${first.request}${first.statusCode === undefined ? '' : ` ${first.statusCode}`}`;
    return [`${answer}${tell(`${group.length}`)}: ${places}`];
  });
}
