import { isObject, type JsonObject } from '#server/domain/json.ts'

export const MASK = '***'

const SECRET_KEYS = new Set([
  'apikey',
  'authorization',
  'authtoken',
  'accesstoken',
  'clientsecret',
  'idtoken',
  'masteruserpassword',
  'oldpassword',
  'newpassword',
  'passphrase',
  'passwd',
  'password',
  'plaintext',
  'privatekey',
  'refreshtoken',
  'samlassertion',
  'secret',
  'secretaccesskey',
  'secretbinary',
  'secretkey',
  'secretstring',
  'securitytoken',
  'sessiontoken',
  'signintoken',
  'tempassword',
  'token',
  'tokencode',
  'userdata',
  'webidentitytoken',
])
const SECRET_KEY_ENDINGS = /(password|secretkey|secretaccesskey|privatekey|sessiontoken|authtoken|apikey)$/
/** The second alternative, a signed token, starts once a word and looks ahead: so its time stays linear in the text. */
const SECRET_TEXT =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|(?<![\w-])(?=[\w-]*eyJ[\w-]{10})[\w-]+\.[\w-]{10,}\.|\b(?:gh[pousr]_|xox[abprs]-|sk_live_)\w{10,}/

/** What every secret text has; quicker to look for, and most texts have none. */
export const SECRET_HINT = /PRIVATE KEY|eyJ|gh[pousr]_|xox[abprs]-|sk_live_/
const SHORTEST_SECRET = 14

/**
 * A trail record's part with the values of secrets replaced: environment values, passwords, tokens, secret keys, private
 * keys. Names of variables, access key ids and names of secrets stay. What holds no secret is handed back as it is.
 */
export function maskSecrets(value: JsonObject): JsonObject {
  return maskObject(value, false, 0)
}

/** A text as it is, or masked as a whole where it holds what looks like a secret. */
export function maskText(text: string): string {
  return text.length >= SHORTEST_SECRET && SECRET_HINT.test(text) && SECRET_TEXT.test(text) ? MASK : text
}

const MAX_DEPTH = 60

type KeyKind = 'secret' | 'variables' | 'value' | 'environment' | 'other'
const KEY_KINDS = new Map<string, KeyKind>()
/** CloudTrail's own keys are some thousands; keys that somebody makes up must not fill the memory. */
const MAX_KEY_KINDS = 10_000

function kindOf(key: string): KeyKind {
  const known = KEY_KINDS.get(key)
  if (known) return known
  const kind = readKind(key)
  if (KEY_KINDS.size < MAX_KEY_KINDS && key.length <= 100) KEY_KINDS.set(key, kind)
  return kind
}

function readKind(key: string): KeyKind {
  const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '')
  if (SECRET_KEYS.has(plain) || SECRET_KEY_ENDINGS.test(plain)) return 'secret'
  if (plain === 'variables' || plain === 'value') return plain
  return /environment(variables(override)?)?$/.test(plain) ? 'environment' : 'other'
}

function maskObject(value: JsonObject, inEnvironment: boolean, depth: number): JsonObject {
  let masked: JsonObject | undefined
  for (const key of Object.keys(value)) {
    const item = value[key]
    const after = maskEntry(key, item, value, inEnvironment, depth + 1)
    if (after === item) continue
    masked ??= { ...value }
    if (key === '__proto__') Object.defineProperty(masked, key, { value: after })
    else masked[key] = after
  }
  return masked ?? value
}

function maskEntry(
  key: string,
  item: unknown,
  owner: JsonObject,
  inEnvironment: boolean,
  depth: number,
): unknown {
  if (item === null || item === undefined || typeof item === 'boolean') return item
  const kind = kindOf(key)
  if (kind === 'secret') return maskLeaves(item, depth)
  if (inEnvironment && kind === 'variables') return maskLeaves(item, depth)
  if (inEnvironment && kind === 'value' && hasName(owner)) return MASK
  return maskValue(item, inEnvironment || kind === 'environment', depth)
}

function maskValue(item: unknown, inEnvironment: boolean, depth: number): unknown {
  if (typeof item === 'string') return maskText(item)
  if (typeof item !== 'object' || item === null) return item
  if (depth > MAX_DEPTH) return MASK
  if (Array.isArray(item)) return maskList(item, inEnvironment, depth + 1)
  return isObject(item) ? maskObject(item, inEnvironment, depth) : item
}

function maskList(list: unknown[], inEnvironment: boolean, depth: number): unknown[] {
  let masked: unknown[] | undefined
  for (const [index, item] of list.entries()) {
    const after = maskValue(item, inEnvironment, depth)
    if (after === item) continue
    masked ??= [...list]
    masked[index] = after
  }
  return masked ?? list
}

function maskLeaves(item: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return MASK
  if (Array.isArray(item)) return item.map((one) => maskLeaves(one, depth + 1))
  if (!isObject(item)) return item === null ? null : MASK
  return Object.fromEntries(Object.entries(item).map(([key, one]) => [key, maskLeaves(one, depth + 1)]))
}

function hasName(value: JsonObject): boolean {
  return Object.keys(value).some((key) => key.toLowerCase() === 'name')
}
