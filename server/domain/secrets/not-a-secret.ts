import { parseArn } from '#server/domain/arn.ts'
import { entropyOf, wordShare } from './looks-random.ts'

/** Words that people put where a secret shall be. Whole values. */
const STAND_INS =
  /^(?:none|null|undefined|nil|n\/?a|true|false|yes|no|on|off|enabled?|disabled?|empty|unset|not[-_ ]?set|tbd|tba|todo|test(?:ing)?|default|required|optional|secret|password|passwd|token|key|api[-_]?key|user|username|admin|root|string|value|foo|bar|baz|abc|qwerty|local|localhost|dev|prod|staging)$/i
/** Parts by which a value says that it is none yet. */
const SAYS_SO =
  /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|it|this|with)|your[-_ ]|place[-_ ]?holder|dummy|redacted|masked|insert[-_ ]|\btodo\b|\bfake\b|\bsample\b|not[-_ ]a[-_ ]real|to[-_ ]be[-_ ]|\*{3}|x{4}|\.{3}$|•{3}/i
/** References that something else resolves: shell, CloudFormation, Vault, 1Password, sops, Kubernetes. */
const REFERENCE =
  /\$\{|\{\{|#\{|<[^<>]{1,100}>|%[A-Z_]{2,60}%|^\$[A-Za-z_][A-Za-z0-9_.]*$|^\$\(|^%[sdv]$|^%\(|^\{[\w.-]{0,60}\}$|^@Microsoft\.KeyVault|^(?:arn|ssm|secretsmanager|aws-?sm|aws-?ps|resolve|vault|op|ref\+\w+|env|file|kms|sops|s3|gs|base64|secret|parameterstore|valueFrom|ENC)[:[(]|^\[[a-z0-9-]{3,40}\]?$/
const SEQUENCE = /^(.)\1*$|^(?:0?1234567890?|0123456789abcdef|abcdefgh)/i

/** Words that say nothing but what stands there. */
const GENERIC =
  /^(?:a|an|the|my|our|your|db|database|sql|user|username|admin|root|app|api|service|server|client|prod|production|dev|test|staging|secure|strong|super|default|value|here|for|only|in|key|keys|access|secret|secrets|password|passwd|passphrase|pass|pwd|token|auth|credential|credentials|jwt|master|private|encryption|signing)$/i

/** Whether a text is made of words alone that stand in a secret's place: `my-db-password`, `EXAMPLE_TOKEN`. */
export const isGeneric = (text: string): boolean =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .every((word) => word === '' || /^examples?$/i.test(word) || GENERIC.test(word))

/** `example` set off from something that is more than words for a secret is how people label one of their own. */
const isExample = (text: string) =>
  /example/i.test(text) && (!/(?:^|[-_])example[-_]/.test(text) || isGeneric(text))

/** Whether a value stands in a secret's place without being one: a placeholder, or a reference that is resolved later. */
export function isPlaceholder(value: string): boolean {
  const text = value.slice(0, 2000)
  return (
    STAND_INS.test(text) ||
    SAYS_SO.test(text) ||
    isExample(text) ||
    REFERENCE.test(text) ||
    SEQUENCE.test(text)
  )
}

/** The same for what has a vendor's form already: only what no machine makes. */
export function isMadeUp(value: string): boolean {
  const text = value.slice(0, 2000)
  return (
    /example|x{6}|placeholder|redacted|your[-_]|\*{3}|123456789|abcdefghij|(.)\1{7}/i.test(text) ||
    entropyOf(text) < 2.7
  )
}

const PICTURE = /^data:[a-z]+\/|^iVBORw0KGgo|^\/9j\/|^R0lGOD|^UklGR|^PHN2Zy|^PD94bW|^JVBERi0|^UEsDB|^H4sI/
/** Ciphertext of KMS and certificates or public keys: made to be shown. */
const CIPHERTEXT =
  /^AQ[IE]CA|^-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|CSR)|^ssh-(?:rsa|ed25519) |^ecdsa-|^LS0tLS1CRUdJTiBD|^LS0tLS1CRUdJTiBQVUJ/
/** Whether a value is a picture, an archive, a certificate or ciphertext as a whole: nothing is looked for in it. */
export const isShown = (value: string): boolean => PICTURE.test(value) || CIPHERTEXT.test(value)

const DIGEST =
  /^(?:sha(?:1|224|256|384|512)|md5|blake[23][a-z]?)[:=-]|^\$(?:2[aby]|argon2[a-z]*|scrypt|pbkdf2|5|6)\$|@sha256:/i
const ADDRESS =
  /^[a-z][a-z0-9+.-]{1,20}:\/\/|^[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}$|^(?:[a-z0-9_*-]{1,63}\.){1,8}[a-z]{2,20}(?::\d{1,5})?(?:\/|$)|^\d{1,3}(?:\.\d{1,3}){3}/i
const PATH = /^(?:\/|\.{1,2}\/|~\/|[A-Za-z]:\\|\\\\)[\w. @%+~:$-]*(?:[/\\]|$)/
const NUMBERS = /^[\d\s.,:+TZ/-]+$/
const ID =
  /^(?:[a-z]{2}-[a-z]+-\d_[A-Za-z0-9]{9}|(?:i|vpc|subnet|sg|vol|ami|eni|rtb|igw|org|ou|r|o|snap|acl|pl|tgw|eipalloc|lt|fs|fsap)-[a-z0-9-]{4,40}|A(?:ROA|IDA|GPA|NPA|IPA)[A-Z0-9]{16}|projects\/[\w-]+)$/
const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/i

export const isUuid = (value: string): boolean => UUID.test(value)

/** Whether a value is of a kind that is kept in the open: an address, a path, a digest, ciphertext, a picture, a number. */
export function isOrdinary(value: string): boolean {
  const text = value.slice(0, 2000)
  return (
    parseArn(text) !== undefined ||
    PICTURE.test(text) ||
    CIPHERTEXT.test(text) ||
    DIGEST.test(text) ||
    ADDRESS.test(text) ||
    (PATH.test(text) && wordShare(text) > 0.5) ||
    NUMBERS.test(text) ||
    ID.test(text)
  )
}

/** Whether a value reads as the name of something: words between separators, with little else. */
export function isName(value: string): boolean {
  if (!/^[\w./:@ +-]+$/.test(value.slice(0, 2000))) return false
  return wordShare(value) >= 0.55
}
