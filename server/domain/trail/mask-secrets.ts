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

/**
 * A copy of a trail record's part with the values of secrets replaced: environment values, passwords, tokens, secret
 * keys, private keys. Names of variables, access key ids and names of secrets stay.
 */
export function maskSecrets(value: JsonObject): JsonObject {
  return maskObject(value, false, 0)
}

/** A text as it is, or masked as a whole where it holds what looks like a secret. */
export function maskText(text: string): string {
  return SECRET_TEXT.test(text) ? MASK : text
}

const MAX_DEPTH = 60

function maskObject(value: JsonObject, inEnvironment: boolean, depth: number): JsonObject {
  const masked: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(masked, key, {
      value: maskEntry(key, item, value, inEnvironment, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return masked
}

function maskEntry(
  key: string,
  item: unknown,
  owner: JsonObject,
  inEnvironment: boolean,
  depth: number,
): unknown {
  const plain = key.toLowerCase().replace(/[^a-z0-9]/g, '')
  const leaf = !isObject(item) && !Array.isArray(item)
  if (item === null || item === undefined || typeof item === 'boolean') return item
  if (SECRET_KEYS.has(plain) || SECRET_KEY_ENDINGS.test(plain)) return leaf ? MASK : maskLeaves(item, depth)
  if (inEnvironment && plain === 'variables') return maskLeaves(item, depth)
  if (inEnvironment && plain === 'value' && 'name' in lowerKeys(owner)) return MASK
  return maskValue(item, inEnvironment || /environment(variables(override)?)?$/.test(plain), depth)
}

function maskValue(item: unknown, inEnvironment: boolean, depth: number): unknown {
  if (depth > MAX_DEPTH) return MASK
  if (Array.isArray(item)) return item.map((one) => maskValue(one, inEnvironment, depth + 1))
  if (isObject(item)) return maskObject(item, inEnvironment, depth)
  return typeof item === 'string' ? maskText(item) : item
}

function maskLeaves(item: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return MASK
  if (Array.isArray(item)) return item.map((one) => maskLeaves(one, depth + 1))
  if (!isObject(item)) return item === null ? null : MASK
  return Object.fromEntries(Object.entries(item).map(([key, one]) => [key, maskLeaves(one, depth + 1)]))
}

function lowerKeys(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.keys(value).map((key) => [key.toLowerCase(), true]))
}
