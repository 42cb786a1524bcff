/** In which order the resources of a template can be made. */
import { isMembers, listOf, type Template } from './template.ts';

/** Logical ids, each after all that it refers to or depends on. Throws on a circle. */
export function creationOrder({ Resources }: Template): string[] {
  const ordered = new Set<string>();
  const open = new Set<string>();
  const visit = (id: string): void => {
    const resource = Resources[id];
    if (resource === undefined || ordered.has(id)) return;
    if (open.has(id)) throw new Error(`circular dependency: ${[...open, id].join(' -> ')}`);
    open.add(id);
    for (const dependency of [...referredTo(resource.Properties), ...listOf(resource.DependsOn ?? [])]) {
      visit(String(dependency));
    }
    open.delete(id);
    ordered.add(id);
  };
  for (const id of Object.keys(Resources)) visit(id);
  return [...ordered];
}

/** Names that `value` refers to, in `Fn::Sub` too. */
function referredTo(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referredTo);
  if (!isMembers(value)) return [];
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref') return [String(argument)];
    if (name === 'Fn::GetAtt')
      return [String(Array.isArray(argument) ? argument[0] : argument).replace(/\..*/s, '')];
    const named =
      name === 'Fn::Sub'
        ? [...String(listOf(argument)[0]).matchAll(/\$\{([^!}.]+)/g)].map(([, id = '']) => id)
        : [];
    return [...named, ...referredTo(argument)];
  });
}
