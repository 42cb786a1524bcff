/**
 * In which template of an environment each integration stands: its own, or a part of it, which is a nested stack. What is
 * once said stays said: a queue has a fixed name and holds events, and cannot go from one stack to another. Pure.
 */

/** By integration: 0, the environment's own template; from 1 on, the part of that number. Empty: all in its own. */
export type Parts = Readonly<Record<string, number>>;

/**
 * CloudFormation takes 500 resources in a template, and an integration makes 18 at the most. In its own template stand two
 * for each destination as well, and 49 that are shared: 16 integrations leave room for 80 destinations.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const integrationsMax = { own: 16, part: 24 };

const advice = 'npm run accept:stateful places what is new, and moves nothing';

/**
 * The number of the part by integration. Throws `RangeError` when it is not said of one, or not a whole number from 0, and
 * when it is said of none and there are too many of them for one template.
 */
export function partsOf(parts: Parts, integrations: readonly string[]): ReadonlyMap<string, number> {
  const isUsed = Object.keys(parts).length > 0;
  if (!isUsed && integrations.length > integrationsMax.own) {
    throw new RangeError(
      `${integrations.length} integrations are more than the ${integrationsMax.own} that one template should hold: ${advice}`,
    );
  }
  return new Map(
    integrations.map((name) => {
      const part = isUsed ? parts[name] : 0;
      if (part === undefined)
        throw new RangeError(
          `functions/integrations/parts.json does not say where ${name} stands: ${advice}`,
        );
      if (!Number.isSafeInteger(part) || part < 0)
        throw new RangeError(`functions/integrations/parts.json: ${name} cannot stand in part ${part}`);
      return [name, part];
    }),
  );
}

/**
 * `parts` with a place for each of `integrations`, where there is room. What has a place keeps it, and so does what is deployed;
 * who is gone is forgotten. Empty as long as all have room in the environment's own template.
 * @param deployed those of which somebody has written down that they are: they are in the own template if nowhere else
 */
export function placed(
  parts: Parts,
  integrations: readonly string[],
  deployed: ReadonlySet<string> = new Set(),
): Parts {
  const isUsed = Object.keys(parts).length > 0;
  if (!isUsed && integrations.length <= integrationsMax.own) return {};
  const kept = integrations.flatMap((name): [string, number][] => {
    const part = parts[name] ?? (deployed.has(name) && !isUsed ? 0 : undefined);
    return part === undefined ? [] : [[name, part]];
  });
  const found = new Map(kept);
  const inPart = (part: number) => [...found.values()].filter((one) => one === part).length;
  for (const name of integrations) {
    if (found.has(name)) continue;
    let part = 0;
    while (inPart(part) >= (part === 0 ? integrationsMax.own : integrationsMax.part)) part += 1;
    found.set(name, part);
  }
  return Object.fromEntries(integrations.map((name) => [name, found.get(name) ?? 0]));
}
