import { isObject, parseJson } from '#server/domain/json.ts'
import type { FoundSecret } from './find-formats.ts'
import { isSecretValue } from './judge-value.ts'
import { entropyOf } from './looks-random.ts'
import { isGeneric, isMadeUp, isPlaceholder } from './not-a-secret.ts'
import { whatNameSays } from './speaking-name.ts'

const found = (
  detector: string,
  confidence: FoundSecret['confidence'],
  start: number,
  length: number,
): FoundSecret => ({ detector, confidence, start, end: start + length })

const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\{0,2}[rn]|[A-Za-z0-9+/=\s:.,-]){40,20000}/g

/** Private keys in PEM, with newlines as they are or written out. */
export function* findPrivateKeys(text: string): Generator<FoundSecret> {
  for (let at = text.indexOf('-----BEGIN '); at >= 0; ) {
    PRIVATE_KEY.lastIndex = at
    const match = PRIVATE_KEY.exec(text)
    if (!match) return
    if (isKeyBody(match[0])) yield found('private-key', 'certain', match.index, match[0].length)
    at = text.indexOf('-----BEGIN ', match.index + match[0].length)
  }
}

const LEAST_KEY_CHARS = 60
const NO_KEY = /\.\.\.|example|placeholder|redacted|your[-_ ]|\*{3}/i

/** Whether there is a key between the lines, and not dots or words that stand for one. */
function isKeyBody(pem: string): boolean {
  const body = pem.replace(/^-----[^-]{1,60}-----|\\{1,2}[rn]|\s/g, '')
  const key = body.slice(0, 400)
  return key.length >= LEAST_KEY_CHARS && entropyOf(key) >= 3.5 && !NO_KEY.test(key)
}

const JWT = /eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{4,8000}\.[A-Za-z0-9_-]{20,1400}/y
const decoded = (part: string) => parseJson(Buffer.from(part, 'base64url').toString('utf8'))

/** Signed tokens. One for an anonymous role, as Supabase gives browsers, is made to be shown. */
export function* findTokens(text: string): Generator<FoundSecret> {
  for (let at = text.indexOf('eyJ'); at >= 0; ) {
    JWT.lastIndex = at
    const match = /[A-Za-z0-9_.-]/.test(text[at - 1] ?? '') ? undefined : JWT.exec(text)?.[0]
    if (match !== undefined && isSigned(match)) yield found('jwt', 'certain', at, match.length)
    at = text.indexOf('eyJ', at + (match?.length ?? 3))
  }
}

function isSigned(token: string): boolean {
  const [head = '', payload = ''] = token.split('.')
  const header = decoded(head)
  if (!isObject(header) || typeof header.alg !== 'string' || header.alg === 'none') return false
  const claims = decoded(payload)
  return !(isObject(claims) && claims.role === 'anon')
}

const USER_INFO = /([^\s:@/"'<>`]{0,200}):([^\s@"'<>`]{1,300})@([^\s/?#"'<>`,]{1,255})/y
const MOST_USER_INFO = 505
const LOCAL = /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal)/

/** Passwords before the @ of an address. */
export function* findInAddresses(text: string): Generator<FoundSecret> {
  let nextMark = 0
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const mark = text.indexOf('@', Math.max(at, nextMark))
    if (mark < 0) return
    nextMark = mark
    if (mark - at > MOST_USER_INFO) continue
    USER_INFO.lastIndex = at + 3
    const match = USER_INFO.exec(text)
    const [, user = '', password = '', host = ''] = match ?? []
    if (!match || LOCAL.test(host) || password.includes('://') || /^\d{1,5}\//.test(password)) continue
    const plain = safelyDecoded(password)
    if (isPlaceholder(plain) || isMask(plain) || isStandIn(plain)) continue
    if (plain.length < 4 || isWellKnown(user, plain)) continue
    yield found('url-password', 'certain', at + 3 + user.length + 1, password.length)
  }
}

const isMask = (text: string) => /^[*x.•_-]+$/i.test(text) || /^[{[<(].*[\]})>]$/.test(text)

/** What databases are delivered with, and what documents show. */
const isWellKnown = (user: string, password: string) =>
  (password === user &&
    /^(?:postgres|root|admin|guest|user|test|sa|mysql|mongo|redis|app|default)$/.test(user)) ||
  /^[a-z_-]{0,8}(?:1234|7890|xyz|abc)…?$/.test(password)

/** `SECURE_PASSWORD`, `db-password`: the name of a password in its place. */
const isStandIn = (text: string) =>
  /pass|pwd|secret|token/i.test(text) && /^[A-Za-z_-]+$/.test(text) && isGeneric(text)

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const SIGNATURE = /[?&]sig=([A-Za-z0-9%+/]{40,120}(?:=|%3D){0,2})/gi
const BASIC = /\bBasic\s{1,3}([A-Za-z0-9+/]{8,500}={0,2})/g

/** Shared access signatures of Azure, and Basic authorization headers. */
export function* findInHeaders(text: string): Generator<FoundSecret> {
  if (/[?&]s[ev]=/.test(text))
    for (const match of text.matchAll(SIGNATURE))
      yield found('azure-sas', 'certain', match.index + 5, match[1]?.length ?? 0)
  if (!text.includes('Basic')) return
  for (const match of text.matchAll(BASIC)) {
    const plain = Buffer.from(match[1] ?? '', 'base64').toString('latin1')
    const isPair = /^[\x21-\x39\x3b-\x7e]{1,200}:[\x21-\x7e]{3,200}$/.test(plain)
    if (isPair && !isPlaceholder(plain) && !isMadeUp(plain))
      yield found(
        'basic-auth',
        'certain',
        match.index + match[0].length - (match[1]?.length ?? 0),
        match[1]?.length ?? 0,
      )
  }
}

const QUOTED = /(?:=>?|:)[ \t]{0,3}(["'`])/g
const BARE =
  /(?:pass|passwd|password|passphrase|pwd|secret|token|key|credentials?|auth)["']?[ \t]{0,3}[=:][ \t]{0,3}(?=[^\s"'`=])/gi
const BARE_VALUE = /(?:[^\s"'`;,&<>]|&(?!\w{1,40}=)){5,300}/y
const MOST_NAME = 80
const MOST_VALUE = 600
const BETWEEN = /["'\]\s=:>]/
const IN_NAME = /[\w.-]/

/** The name that stands before a place, over quotes, brackets and signs of assignment. */
function nameBefore(text: string, at: number): string {
  let end = at
  while (end > 0 && at - end < 8 && BETWEEN.test(text[end - 1] ?? '')) end -= 1
  let start = end
  while (start > 0 && end - start < MOST_NAME && IN_NAME.test(text[start - 1] ?? '')) start -= 1
  return text.slice(start, end)
}

/** `name = "value"`, as code and settings have it. */
function* findQuoted(text: string): Generator<FoundSecret> {
  QUOTED.lastIndex = 0
  for (let match = QUOTED.exec(text); match; match = QUOTED.exec(text)) {
    const from = match.index + match[0].length
    const name = nameBefore(text, match.index)
    const says = whatNameSays(name)
    if (says === undefined) continue
    const length = text.slice(from, from + MOST_VALUE).indexOf(match[1] ?? '"')
    if (length < 0) QUOTED.lastIndex = from + MOST_VALUE
    else if (isSecretValue(says, text.slice(from, from + length), name, true))
      yield found('assignment', 'likely', from, length)
  }
}

const ARN = /^arn:[a-z-]{1,20}:/
const MOST_ARN_BEFORE = 160

/** Whether a place is inside of an ARN: `arn:aws:secretsmanager:…:secret:name` assigns nothing. */
function isInArn(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - MOST_ARN_BEFORE), at)
  return ARN.test(before.slice(before.search(/[^\s"'`,;=<>()[\]{}|]*$/)))
}

/** `name=value` without quotes, as connection strings and files of settings have it. */
function* findBare(text: string): Generator<FoundSecret> {
  BARE.lastIndex = 0
  for (let match = BARE.exec(text); match; match = BARE.exec(text)) {
    const from = match.index + match[0].length
    BARE_VALUE.lastIndex = from
    const written = BARE_VALUE.exec(text)?.[0]
    if (written === undefined) continue
    BARE.lastIndex = from + written.length
    const name = nameBefore(text, from)
    const says = whatNameSays(name)
    const value = written.replace(/[).\]}]{1,4}$/, '')
    if (isInArn(text, match.index)) continue
    if (says === undefined || says === 'key' || /X-Amz-/i.test(name) || /^[!*&(]/.test(value)) continue
    if (isSecretValue(says, value, name, true)) yield found('assignment', 'likely', from, value.length)
  }
}

/** What is assigned to a name that speaks of a secret; `bare`: also without quotes. */
export function* findAssignments(text: string, bare: boolean): Generator<FoundSecret> {
  yield* findQuoted(text)
  if (bare) yield* findBare(text)
}
