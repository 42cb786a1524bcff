/** Which fields of an event look by their names like what identifies a person. A guess: somebody has to look. */

/** In the spellings that people write, as words without anything between them: `firstname`, `dateofbirth`. */
const names: ReadonlySet<string> = new Set(
  `email mail emailaddress mailaddress phone telephone tel mobile cell fax msisdn
  name firstname forename givenname middlename lastname surname familyname fullname maidenname birthname nickname displayname
  legalname username login
  street streetname streetaddress housenumber line1 line2 line3 postalcode postcode zip zipcode address
  birth birthday birthdate birthplace birthyear dateofbirth placeofbirth dob
  passport passportnumber ssn socialsecuritynumber nationalid taxid taxnumber vatid driverslicense idcard idnumber
  iban bic accountnumber bankaccount cardnumber pan ip ipaddress ipv4 ipv6 mac macaddress deviceid
  gender sex nationality ethnicity religion latitude longitude`
    .trim()
    .split(/\s+/),
);

/** Whose they are, in front of the last word: `customerName`, `shipping_address`. A company's or a product's is nobody's. */
const owners: ReadonlySet<string> = new Set(
  `alternate bill billing buyer cardholder cell child client contact customer delivery driver emergency employee
  guest holder home invoice invoicing lead login mobile old new other owner parent partner patient payee payer person
  personal primary private recipient remote reply replyto requester return secondary sender ship shipping spouse student
  subscriber to user visitor work`.split(/\s+/),
);

/** Whatever stands in front of these, they are a person's, or may be. */
const always: ReadonlySet<string> = new Set(
  'email phone telephone mobile fax surname birthday birthdate dob ssn iban ip ipaddress emailaddress phonenumber passport'.split(
    ' ',
  ),
);

/** In the midst of an address these say where many live. */
const coarse: ReadonlySet<string> = new Set('city town country countrycode region state province'.split(' '));

/** `billingAddressLine1`, `e-mail`, `IPAddress`, `zip_code`: small words. */
const wordsOf = (step: string): readonly string[] =>
  step
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/(?<!\p{L})e[-_ ](?=mail)/gu, 'e')
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');

/** What counts another thing of it is not it: `emailCount`, `phoneVerifiedAt`. A number of a phone is. */
const tails = /(?:number|no|nr|text|value)$/;

function isPersonal(step: string): boolean {
  const words = wordsOf(step);
  for (let from = 0; from < words.length; from += 1) {
    const rest = words.slice(from).join('');
    const bare = rest
      .replace(tails, '')
      .replace(/(?<=address|line)(?:line)?\d$/, '')
      .replace(/^addressline$/, 'address');
    const before = words.slice(0, from);
    const isName = [rest, bare].some((one) => names.has(one) || names.has(one.replace(/s$/, '')));
    if (isName && before.every((word) => owners.has(word))) return true;
    if ([rest, bare].some((one) => always.has(one) || always.has(one.replace(/s$/, '')))) return true;
  }
  return false;
}

/** Those of the paths whose last name looks personal, or that lie in a name, an address or a birth. */
export const looksPersonal = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => {
    const steps = path.split(/[.[\]*]+/).filter((step) => step !== '');
    const last = steps.at(-1) ?? '';
    if (isPersonal(last)) return !isThings(last, steps.at(-2));
    return parts.has(wordsOf(last).join('')) && steps.slice(0, -1).some(isPersonal) && !coarse.has(last);
  });

/** Of the name, the address or the birth around them. */
const parts: ReadonlySet<string> = new Set(
  'first last middle given family full line lines number year month day date place value'.split(' '),
);

/** `product.name`, `items[].name`: what has a name and is no person. */
const things =
  /^(?:products?|items?|plans?|compan(?:y|ies)|organi[sz]ations?|shops?|stores?|brands?|categor(?:y|ies)|currenc(?:y|ies)|countr(?:y|ies)|files?|tags?|events?|campaigns?|projects?|teams?|lists?|lines?|articles?|services?|regions?|cit(?:y|ies)|lineItems)$/i;

const isThings = (last: string, around: string | undefined) =>
  /^names?$/i.test(last) && around !== undefined && things.test(around);
