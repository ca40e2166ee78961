/** What a variable's name says of its value. */
export type Speaks = 'password' | 'secret' | 'key' | undefined

const words = (text: string) => new Set(text.trim().split(/\s+/))

const PASSWORD = words('password passwd pwd pass passphrase passcode pw psw passwort motdepasse contrasena')
const SECRET = words(
  'secret secrets token tokens credential credentials creds auth authorization bearer apikey pat jwt hmac pepper salt passkey webhooksecret signature',
)
const KEY_OF = words(
  'api access secret private auth encryption encrypt signing sign master admin app application account storage shared license licence ingest ingestion write webhook session cipher aes hmac rsa ssh subscription integration deploy root server security service user client functions function host consumer crypto data gateway merchant partner payment webhooks developer',
)
/** What stands behind the speaking word and makes of it something about a secret. */
const ABOUT = words(
  'arn arns name names id ids path paths file filename filepath url uri urls endpoint host hostname port ttl expiry expires expire expiration exp timeout length len size count max min limit header headers prefix suffix type version versionid parameter param params ref reference alias enabled enable disabled disable required policy algorithm algo alg issuer audience aud region bucket table field fields column attribute attributes claim regex pattern rotation rotate days hours minutes seconds secs ms lifetime age period interval duration location dir directory folder store provider manager mode format kind scope scopes label cache queue topic index used check validation validator authorizer handler class module strategy method placeholder hint title message description domain realm pool group user username email owner retries attempts encoding charset source flag kid jwks hash hashed digest',
)
/** Words that make the whole name one of something that is shown. */
const SHOWN = words(
  'public publishable pub anon partition sort primary foreign range row object idempotency dedup deduplication cache pagination page next continuation sync cursor csrf xsrf commit sha sha1 sha256 md5 digest checksum etag revision build fingerprint thumbprint image max min num total site sitekey tokenizer author authors',
)

/** A name's words in lower case: snake, kebab, camel and run together. */
export function wordsOf(name: string): string[] {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** Tokens by which a call is made once: mostly UUIDs, and no secret. */
const ONCE = words('client request creation')

const ENDS =
  /^[a-z]{2,20}(password|passwd|passphrase|secret|token|apikey|accesskey|secretkey|privatekey|authkey)$/
const PASS_ENDS = /^(?!by|com|tres|sur|over|under|encom)[a-z]{2,12}(?:pass|pwd|pw)$/

function speaking(word: string, before: string | undefined): Speaks {
  if (PASSWORD.has(word) || PASS_ENDS.test(word)) return 'password'
  if (word === 'token' && ONCE.has(before ?? '')) return 'key'
  if (SECRET.has(word)) return 'secret'
  const ending = ENDS.exec(word)?.[1]
  if (ending) return ending.startsWith('pass') ? 'password' : 'secret'
  if (word === 'key' || word === 'keys') return before !== undefined && KEY_OF.has(before) ? 'secret' : 'key'
  return undefined
}

/** Whether a name says that its value is a password, a secret or some key, or undefined where it says nothing of it. */
export function whatNameSays(name: string): Speaks {
  const all = wordsOf(name)
  if (all.some((word) => SHOWN.has(word))) return undefined
  let said: Speaks
  for (const [i, word] of all.entries()) {
    const now = speaking(word, all[i - 1])
    if (now !== undefined && (said === undefined || now !== 'key')) said = now
    else if (said !== undefined && ABOUT.has(word)) said = undefined
  }
  return said
}
