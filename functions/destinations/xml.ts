/** XML for destinations that speak it: only who imports this carries the library. */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';

/** Elements by name; `@name` is an attribute, `#text` the text beside attributes, a list the same element as often. */
export type XmlValue = string | readonly XmlValue[] | { readonly [name: string]: XmlValue | undefined };

const common = { ignoreAttributes: false, attributeNamePrefix: '@' } as const;
const builder = new XMLBuilder({ ...common, suppressEmptyNode: true, suppressBooleanAttributes: false });
const parser = new XMLParser({
  ...common,
  // Prefixes are the writer's choice; numbers and dates stay as they were written.
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreDeclaration: true,
});

/** A document of one root element, with its declaration. The same value gives the same text. */
export const xmlText = (root: { readonly [name: string]: XmlValue }): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${builder.build(root)}`;

/** The elements of a document without their prefixes; `undefined` for what is no XML. */
export function xmlValue(text: string): XmlValue | undefined {
  try {
    const value: XmlValue = parser.parse(text, true);
    return typeof value === 'string' ? undefined : value;
  } catch {
    return undefined;
  }
}

/** What stands under these names, one in the other; of an element that comes more than once the first. */
export function xmlAt(value: XmlValue | undefined, ...names: readonly string[]): XmlValue | undefined {
  return names.reduce<XmlValue | undefined>((within, name) => {
    const one = Array.isArray(within) ? within[0] : within;
    return typeof one === 'object' && one !== null && Object.hasOwn(one, name)
      ? (one as Readonly<Record<string, XmlValue>>)[name]
      : undefined;
  }, value);
}
