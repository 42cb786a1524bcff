/** Goes through the rules. Pure. */
import type { Breach, Mistake, Repository } from './rule.ts';
import { rules } from './rules.ts';

export interface Finding extends Breach {
  readonly rule: string;
  readonly mistake: Mistake;
  readonly isAdvice: boolean;
}

/** What the rules find and nobody has allowed, by file and line. */
export function examine(repository: Repository): readonly Finding[] {
  const linesOf = new Map(repository.files.map(({ path, lines }) => [path, lines]));
  return rules
    .flatMap(({ name, mistake, isAdvice = false, breaches }) =>
      breaches(repository)
        .filter(({ file, line }) => !isAllowed(linesOf.get(file) ?? [], line, name))
        .map((breach) => ({ rule: name, mistake, isAdvice, ...breach })),
    )
    .sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** `// doctor allows <rule>: <reason>` on the line or the one above it; without a reason it allows nothing. */
function isAllowed(lines: readonly string[], line: number, rule: string): boolean {
  return [lines[line - 1], lines[line - 2]].some((text) => {
    const [, allowed] = /\/\/ doctor allows ([\w-]+): \S/.exec(text ?? '') ?? [];
    return allowed === rule;
  });
}
