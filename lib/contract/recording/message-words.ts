/**
 * The words that stay in an error message. A list of what may stay, not of what must go: whatever a third party quotes of
 * a person, it is not here. Left out are words that are also given names, `will`, `mark` and `grant` among them.
 */
const words = `
a about above absent accept accepted access account action active add added address after again against all allow
allowed already also amount an and another any api application apply archived are argument array as at attempt
attribute attributes authentication authorization authorized available bad balance base based bearer because been
before being below between blocked body boolean bucket by call calls can cannot cant card category change changed
character characters charge check client code collection company conflict connection contact contacts contain
contains content correct could couldn country create created credential credentials currency current currently
custom customer customers data database date day days default define defined delete deleted denied deprecated
description detail details didn different disabled do document does doesn don duplicate each either email empty
enabled encoding end endpoint entity error errors event exceed exceeded exceeds existing exist exists expected
expired external failed failure false field fields file find first for forbidden form format found from full future
gateway get global given go greater group has hasn have header headers higher hint hour hours http https id idempotency
identifier ids if in inactive inactivity includes incorrect index input inputs insufficient integer intent internal
invalid is isn it item items its json key keys kind known large last least length less limit list live lock locked
long longer lower malformed many match matching maximum media merge message metadata method min minimum minute
minutes missing mode month more most must name names needed new next no none not nothing null number object occurred
of off offset on once one only operation option options or order other our out page param parameter parameters params
parse parsed parsing partial pass path payload payment per perform permission permissions phone plan please policy
positive possible post prefix present prev previous problem process processed processing product prohibited properties
property provide provided put quantity query quota range rate read reached received record records ref reference
refused regex region rejected rel remove removed request requested requests require required requires reset resource
resources response result retry returned role same schema scope scopes second seconds secret secure see send sent
server service set should shouldn size slow some sort source specified start state status still storage string
subscription success such suffix supplied support supported sure syntax system table tag temporarily term test than
that the their them there these they thing this those throttled throttling time timed timeout to today token too
total transaction true try two type types unable unauthorized unavailable undefined under unexpected unique unit
unknown unless unprocessable unrecognized unsupported until update updated uri url use used user users using utf
valid validation value values verify version via was wasn we were what when where which while with within without
workspace write wrong xml year yet you your zero
`;

const kept: ReadonlySet<string> = new Set(words.trim().split(/\s+/));

/** In lower case, or with a capital in front, or in capitals: `McTest` is nobody's way of writing a word of the list. */
export const isMessageWord = (text: string) =>
  /^(\p{Lu}?\p{Ll}*|\p{Lu}+)$/u.test(text) && kept.has(text.toLowerCase());
