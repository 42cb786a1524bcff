/** The names that new events, integrations, destinations and their operations get. */

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

/** What is wrong with the name of an event type; `undefined`: nothing. */
export function eventTypeProblem(type: string): string | undefined {
  if (!/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/.test(type) || type.length > eventTypeLengthMax) {
    return `use lower-case words joined by "." or "-", at most ${eventTypeLengthMax} characters: order.placed`;
  }
  return reservedInEvents.has(camelCase(eventFileName(type)))
    ? 'the code needs that word for something else'
    : undefined;
}

/** `order-placed` for `order.placed`. */
export const eventFileName = (type: string) => type.replaceAll('.', '-');

/** 46 characters of an integration's name, less `-to-` and a destination of two letters. */
const eventTypeLengthMax = 40;

const reservedInEvents: ReadonlySet<string> = new Set([
  ...reserved,
  'z',
  'defineEvent',
  'index',
  'formats',
  'room',
  'events',
  'countryCode',
  'currencyCode',
  'e164',
  'email',
  'languageTag',
  'personName',
  'positiveDecimal',
  'positiveInteger',
  'shortText',
  'text',
  'timestamp',
]);

/** What is wrong with the name of an integration; `undefined`: nothing. As `defineIntegration` has it. */
export function integrationNameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*-to-[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && name.length <= 46)
    return undefined;
  return 'use lower-case words, <event>-to-<what>, at most 46 characters';
}

/** Names of an integration and its mapping: `customer-created-to-billing` is made by `customer-to-billing`. */
export function integrationNames(type: string, destination: string, given: string | undefined) {
  const integration = given ?? `${eventFileName(type)}-to-${destination}`;
  const what = integration.slice(integration.lastIndexOf('-to-') + 4);
  const words = eventFileName(type).split('-');
  const subject = words.length === 1 ? words : words.slice(0, -1);
  return { integration, mapping: `${subject.join('-')}-to-${what}` };
}
