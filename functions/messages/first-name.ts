/** Who somebody is, as far as it helps to tell the given name from the rest. */
interface Named {
  /** On one line, as `greetingName` has it. */
  readonly name: string;
  readonly email?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
}

/** A capital and small letters of the Latin script, with the signs that names have: `Grace`, `O’Neill`, `Anne-Marie`. */
const word = /^\p{Lu}[\p{Script=Latin}\p{M}’'-]*\p{Ll}$/u;

/** Where the family's name comes first in Latin letters too. */
const familyFirst = new Set("CN HK HU JP KH KR MO SG TW VN".split(" "));

/** A mailbox of a function: whoever pays from it may be called after the company. */
const isOfFunction =
  /^(accounts?|accounting|admin|ap|billing|bookkeeping|contact|faktura|faktury|finance|hello|hej|info|invoices?|kontakt|office|ops|orders?|payments?|sales|support|team)([.+_-]|@)/i;

/** What stands in the names of companies and before those of persons, and never is a name. */
const noName = new Set(
  (
    "ab ag as bv co corp corporation gmbh group holding holdings inc incorporated kg limited llc llp ltd nv oy plc pte pty sa sarl sas spa srl " +
    "academy agency associates bakery bank books brewing brothers builders cafe capital clinic club coffee collective college consulting " +
    "creative dental design digital education electric energy engineering enterprises events farms fitness foods foundation games gallery garden " +
    "global health home hotel house industries institute interactive international labs lab law legal logistics market marketing media medical " +
    "motors music network networks office partners pharmacy photography pictures press productions products project properties publishing realty " +
    "records research restaurant robotics school services shop software solar solutions sons sports store studio studios supply systems team tech " +
    "technologies technology toys trade traders trading travel trust university ventures works workshop world " +
    "mr mrs ms miss mx dr prof sir dame the"
  ).split(" "),
);

/**
 * The first name, where it can be told from the rest: of two words in Latin letters that are no company's, where given
 * names come first. Otherwise the whole name, which is never wrong.
 */
export function firstName({ name, email = "", country = "" }: Named): string {
  const words = name.split(" ");
  const [first = ""] = words;
  const isPerson =
    words.length === 2 &&
    words.every((each) => word.test(each) && !noName.has(each.toLowerCase())) &&
    !familyFirst.has(country.toUpperCase()) &&
    !isOfFunction.test(email);
  return isPerson ? first : name;
}
