import { isObject, parseJson } from '#server/domain/json.ts'
import type { FoundSecret } from './find-formats.ts'
import { isSecretValue } from './judge-value.ts'
import { isMadeUp, isPlaceholder } from './not-a-secret.ts'
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
    if (!isPlaceholder(match[0].slice(0, 400)))
      yield found('private-key', 'certain', match.index, match[0].length)
    at = text.indexOf('-----BEGIN ', match.index + match[0].length)
  }
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
const LOCAL = /^(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal)/

/** Passwords before the @ of an address. */
export function* findInAddresses(text: string): Generator<FoundSecret> {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    USER_INFO.lastIndex = at + 3
    const match = USER_INFO.exec(text)
    const [, user = '', password = '', host = ''] = match ?? []
    if (!match || LOCAL.test(host) || password.includes('://') || /^\d{1,5}\//.test(password)) continue
    const plain = safelyDecoded(password)
    if (isPlaceholder(plain) || isMask(plain) || (plain === user && plain.length < 6)) continue
    yield found('url-password', 'certain', at + 3 + user.length + 1, password.length)
  }
}

const isMask = (text: string) => /^[*x.•_-]+$/i.test(text) || /^[{[<(].*[\]})>]$/.test(text)

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
const NAME_BEFORE = /([A-Za-z_][\w.-]{0,60})["'\]]{0,2}[ \t]{0,3}:?$/
const BARE =
  /(?:pass|passwd|password|passphrase|pwd|secret|token|key|credentials?|auth)["']?[ \t]{0,3}[=:][ \t]{0,3}(?=[^\s"'`=])/gi
const BARE_VALUE = /(?:[^\s"'`;,&<>]|&(?!\w{1,40}=)){5,300}/y

/** `name = "value"` in code and, where `bare`, also `name=value` as settings and connection strings have it. */
export function* findAssignments(text: string, bare: boolean): Generator<FoundSecret> {
  for (const match of text.matchAll(QUOTED)) {
    const from = match.index + match[0].length
    const name = NAME_BEFORE.exec(text.slice(Math.max(0, match.index - 80), match.index))?.[1]
    const says = name === undefined ? undefined : whatNameSays(name)
    if (says === undefined || name === undefined) continue
    const length = text.slice(from, from + 600).indexOf(match[1] ?? '"')
    const value = text.slice(from, from + length)
    if (length > 0 && isSecretValue(says, value, name)) yield found('assignment', 'likely', from, length)
  }
  if (!bare) return
  for (const match of text.matchAll(BARE)) {
    const from = match.index + match[0].length
    const name =
      /[\w.-]{1,80}$/.exec(text.slice(Math.max(0, match.index - 60), from).replace(/["'\s=:]+$/, ''))?.[0] ??
      ''
    const says = whatNameSays(name)
    if (says === undefined || says === 'key' || /X-Amz-/i.test(name)) continue
    BARE_VALUE.lastIndex = from
    const value = BARE_VALUE.exec(text)?.[0]?.replace(/[).\]}]+$/, '')
    if (value && !/^[!*&(]/.test(value) && isSecretValue(says, value, name, true))
      yield found('assignment', 'likely', from, value.length)
  }
}
