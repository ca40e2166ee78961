import { isObject, parseJson } from '#server/domain/json.ts'
import type { SecretMatch } from '#server/domain/records/secret-match.ts'
import { type FoundSecret, findFormats } from './find-formats.ts'
import {
  findAssignments,
  findInAddresses,
  findInHeaders,
  findPrivateKeys,
  findTokens,
} from './find-in-text.ts'
import type { Fingerprint } from './fingerprint.ts'
import { isSecretValue } from './judge-value.ts'
import { isShown } from './not-a-secret.ts'
import { type Speaks, whatNameSays, wordsOf } from './speaking-name.ts'

export type { FoundSecret } from './find-formats.ts'

const MAX_DEPTH = 4
const MAX_JSON_CHARS = 200_000
const MAX_FOUND = 100

/** The secrets in a value, by their places. `name` is what the value is called: its variable, tag or member. */
export function findSecrets(name: string, value: string): FoundSecret[] {
  return inValue(name, value, 0)
}

function inValue(name: string, value: string, depth: number): FoundSecret[] {
  if (value.length < 5 || isShown(value)) return []
  const inside = withoutOverlaps([
    ...inText(value, true),
    ...inJson(value, depth),
    ...inBase64(name, value, depth),
  ])
  return inside.length > 0 ? inside : byName(name, value)
}

function* inText(text: string, bare: boolean): Generator<FoundSecret> {
  yield* findPrivateKeys(text)
  yield* findFormats(text)
  yield* findTokens(text)
  yield* findInAddresses(text)
  yield* findInHeaders(text)
  yield* findAssignments(text, bare)
}

/** Members of a JSON text, each judged by its own name. */
function inJson(text: string, depth: number): FoundSecret[] {
  if (depth >= MAX_DEPTH || text.length > MAX_JSON_CHARS || !/^\s{0,20}[{[]/.test(text)) return []
  const hits: FoundSecret[] = []
  const visit = (name: string, value: unknown, level: number) => {
    if (level > 20 || hits.length >= MAX_FOUND) return
    if (typeof value === 'string') {
      const [hit] = inValue(name, value, depth + 1)
      if (hit) hits.push({ ...hit, ...placeOf(text, value) })
    } else if (Array.isArray(value)) for (const item of value) visit(name, item, level + 1)
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) visit(key, item, level + 1)
  }
  visit('', parseJson(text), 0)
  return hits
}

/** Where a member's text stands in its JSON; all of it where it is written in another way. */
function placeOf(text: string, value: string): { start: number; end: number } {
  const written = JSON.stringify(value).slice(1, -1)
  const start = text.indexOf(written)
  return start < 0 ? { start: 0, end: text.length } : { start, end: start + written.length }
}

/** Keys and JSON that stand in a value as Base64. */
function inBase64(name: string, value: string, depth: number): FoundSecret[] {
  const text = value.trim()
  const isWrapped = /^(?:LS0t|ey[AIJ])[A-Za-z0-9+/_-]{40,}={0,2}$/.test(text.slice(0, 400).replace(/=*$/, ''))
  if (depth >= MAX_DEPTH || !isWrapped || text.length > MAX_JSON_CHARS) return []
  const [hit] = inValue(name, Buffer.from(text, 'base64').toString('utf8'), depth + 1)
  return hit ? [{ ...hit, start: 0, end: value.length }] : []
}

const SCHEME = /^(?:bearer|token|basic|apikey|key)\s+/i

/** Whole values, and the parts of lists and of `user:password` pairs, under a name that speaks of a secret. */
function byName(name: string, value: string): FoundSecret[] {
  const says = whatNameSays(name)
  if (says === undefined) return []
  const text = value.trim().replace(SCHEME, '')
  if (isSecretValue(says, text, name)) return [whole(name, value, says)]
  const parts = text.length <= 4096 ? text.split(/[\s,;|]+/) : []
  if (
    says === 'secret' &&
    parts.length > 1 &&
    parts.some((part) => isSecretValue('secret', part, name) && part.length >= 16)
  )
    return [whole(name, value, says)]
  const pair = /^[\w.@+-]{1,64}:([^\s:/]{6,200})$/.exec(text)?.[1]
  const isPair = says !== 'key' && pair !== undefined && /auth|cred|login|user/i.test(name)
  return isPair && isSecretValue('password', pair, name, true) ? [whole(name, value, says)] : []
}

const AWS_SECRET = /^[A-Za-z0-9/+]{40}$/

function whole(name: string, value: string, says: Speaks): FoundSecret {
  const words = wordsOf(name)
  const isAws = AWS_SECRET.test(value.trim()) && (words.includes('aws') || words.includes('access'))
  const detector = isAws ? 'aws-secret-key' : says === 'password' ? 'password' : 'entropy'
  return { detector, confidence: 'likely', start: 0, end: value.length }
}

/** In the order of the text; where two overlap, the more certain one and then the longer one. */
function withoutOverlaps(all: FoundSecret[]): FoundSecret[] {
  const rank = ({ confidence }: FoundSecret) => (confidence === 'certain' ? 0 : 1)
  const best = all.toSorted(
    (a, b) => rank(a) - rank(b) || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  const kept: FoundSecret[] = []
  for (const one of best.slice(0, 10 * MAX_FOUND))
    if (!kept.some(({ start, end }) => one.start < end && start < one.end)) kept.push(one)
  return kept.toSorted((a, b) => a.start - b.start).slice(0, MAX_FOUND)
}

/** A text with what it is called: `where` is shown to people, `name` (else `where`) says what the text is. */
export type NamedText = { where: string; text: string; name?: string }

/** The secrets in texts, without their values: where, which detector, how sure, and a keyed fingerprint. */
export function secretsIn(texts: Iterable<NamedText>, fingerprint: Fingerprint): SecretMatch[] {
  const matches = new Map<string, SecretMatch>()
  for (const { where, text, name } of texts)
    for (const { detector, confidence, start, end } of findSecrets(name ?? where, text)) {
      const match = { where, detector, confidence, fingerprint: fingerprint(text.slice(start, end)) }
      matches.set(`${where}\n${detector}\n${match.fingerprint}`, match)
    }
  return [...matches.values()]
}

/** Files in which settings stand without quotes. */
const SETTINGS_FILE =
  /(?:^|\/)(?:\.env[\w.-]*|\.npmrc|\.pypirc|\.netrc|credentials|config)$|\.(?:env|properties|ini|cfg|conf|toml|ya?ml)$/i

/** Files that show how something is used: what looks like a secret there is mostly an example, unless a vendor made it. */
const SHOWS_HOW =
  /\.(?:md|markdown|rst|adoc|d\.[mc]?ts|map)$|\.(?:test|spec)\.\w{2,4}$|(?:^|\/)(?:tests?|__tests__|spec|fixtures?|examples?|docs?)\//i
const BY_PLACE: ReadonlySet<string> = new Set([
  'assignment',
  'url-password',
  'jwt',
  'private-key',
  'basic-auth',
])

/** The secrets in a file, each with its line. Linear in the file's length. */
export function secretsInFile(path: string, text: string, fingerprint: Fingerprint): SecretMatch[] {
  const isExample = SHOWS_HOW.test(path)
  const all = [...inText(text, SETTINGS_FILE.test(path))]
  const matches = withoutOverlaps(isExample ? all.filter(({ detector }) => !BY_PLACE.has(detector)) : all)
  let line = 1
  let counted = 0
  return matches.map(({ detector, confidence, start, end }) => {
    for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) {
      line += 1
      counted = at + 1
    }
    return { where: path, line, detector, confidence, fingerprint: fingerprint(text.slice(start, end)) }
  })
}

const MOST_ROUNDS = 8

/** A text fit to be stored: every secret in it is replaced by the name of what was recognised, wherever it stands. */
export function withoutSecrets(name: string, text: string): string {
  let left = text
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = findSecrets(name, left)
    if (found.length === 0) return left
    left = replaced(left, found)
  }
  return '[secret]'
}

function replaced(text: string, found: readonly FoundSecret[]): string {
  let kept = ''
  let from = 0
  for (const { detector, start, end } of found) {
    kept += `${text.slice(from, start)}[${detector}]`
    from = end
  }
  kept += text.slice(from)
  for (const { detector, start, end } of found)
    if (end - start >= 8) kept = kept.replaceAll(text.slice(start, end), `[${detector}]`)
  return kept
}
