/** The names that a new destination and its first operation get. */

/** `customer-created-to-` leaves 26 of the 46 characters of an integration's name. */
const lengthMax = 26;

/** Taken by the language, or by what the generated files import and declare. */
const reserved: ReadonlySet<string> = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected
  public return static super switch this throw true try typeof undefined var void while with yield
  answer apiVersion asObject asString bearerCredentials count credentials declareContract defineDestination
  defineOperation firstOf identifier json jsonBody open path probed readLimit refusal resetMsMax told`.split(
    /\s+/,
  ),
);

/** What is wrong with the name; `undefined`: nothing. */
export function nameProblem(name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > lengthMax) {
    return `use lower-case words joined by "-", at most ${lengthMax} characters: acme, acme-billing`;
  }
  return reserved.has(camelCase(name)) ? 'the code needs that word for something else' : undefined;
}

/** `create-person` for a path like `/v2/people?limit=1`: the last segment that is a word, as one of its kind. */
export function operationName(path: string): string {
  const words = path
    .split('/')
    .map((segment) =>
      segment
        .toLowerCase()
        .replace(/\.[a-z]+$/, '')
        .replace(/_/g, '-'),
    )
    .filter((segment) => /^[a-z]+(-[a-z]+)*$/.test(segment));
  return `create-${oneOf(words.at(-1) ?? 'records')}`;
}

function oneOf(plural: string): string {
  if (plural === 'people') return 'person';
  if (/ies$/.test(plural)) return plural.replace(/ies$/, 'y');
  return plural.replace(/([^s])s$/, '$1');
}

/** `acme-billing` to `acmeBilling`. */
export const camelCase = (name: string) => name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** `acme-billing` to `AcmeBilling`. */
export const pascalCase = (name: string) => camelCase(`-${name}`);
