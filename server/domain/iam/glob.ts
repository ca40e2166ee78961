import { type Truth, truth } from './truth.ts'

/** Tokens that are no character: `*`, `?`, and a policy variable whose value nobody knows. */
export const STAR = -1
export const ANY = -2
export const VARIABLE = -3

/** A pattern with IAM's wildcards, made ready for matching. `text` is what a person reads. */
export type Glob = {
  text: string
  tokens: readonly number[]
  kind: 'all' | 'exact' | 'prefix' | 'wild'
  /** The characters before the first wildcard. */
  prefix: string
  hasVariable: boolean
}

export function globOfTokens(tokens: readonly number[], text: string): Glob {
  const first = tokens.findIndex((token) => token < 0)
  const literal = first < 0 ? tokens : tokens.slice(0, first)
  const prefix = literal.map((code) => String.fromCharCode(code)).join('')
  const kind = kindOf(tokens, first)
  return { text, tokens, kind, prefix, hasVariable: tokens.includes(VARIABLE) }
}

function kindOf(tokens: readonly number[], first: number): Glob['kind'] {
  if (first < 0) return 'exact'
  if (tokens.slice(first).every((token) => token === STAR)) return first === 0 ? 'all' : 'prefix'
  return 'wild'
}

const TOKENS: Record<string, number> = { '*': STAR, '?': ANY }

export function wildcardTokens(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => TOKENS[text[i] ?? ''] ?? text.charCodeAt(i))
}

export function literalTokens(text: string): number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
}

/** Compiles a pattern without variables, e.g. of an action. Case counts: lower both sides where it must not. */
export function compileGlob(text: string): Glob {
  return globOfTokens(wildcardTokens(text), text)
}

/**
 * Whether the pattern covers the text. A variable of unknown value makes it `unknown` where some value of it would match.
 * A star may run over colons, as IAM lets the last star of an ARN's segment. Source: IAM user guide, element Resource.
 */
export function matchesGlob(glob: Glob, text: string): Truth {
  if (glob.kind === 'all') return 'true'
  if (glob.kind === 'exact') return truth(glob.prefix === text)
  if (!text.startsWith(glob.prefix)) return 'false'
  if (glob.kind === 'prefix') return 'true'
  const matched = consumes(glob.tokens, literalTokens(text), (token) => token === STAR || token === VARIABLE)
  return matched && glob.hasVariable ? 'unknown' : truth(matched)
}

/** Whether everything that `narrow` matches is matched by `wide`; false where that is not certain. */
export function coversGlob(wide: Glob, narrow: Glob): boolean {
  if (wide.kind === 'all' || (wide.text === narrow.text && wide.hasVariable === narrow.hasVariable))
    return true
  if (wide.hasVariable || !narrow.prefix.startsWith(wide.prefix)) return false
  return wide.kind === 'prefix' || consumes(wide.tokens, narrow.tokens, (token) => token === STAR)
}

/**
 * Runs a pattern over tokens, going back to the last star alone, so that no pattern takes longer than the product of both
 * lengths. A wildcard among the tokens can be taken by a star (any) or by `?` (a `?` alone).
 */
function consumes(
  pattern: readonly number[],
  tokens: readonly number[],
  isStar: (token: number) => boolean,
): boolean {
  let at = 0
  let star = -1
  let resumeAt = 0
  for (let i = 0; i < tokens.length; ) {
    const wanted = pattern[at]
    const given = tokens[i] ?? STAR
    if (wanted !== undefined && isStar(wanted)) {
      star = at
      resumeAt = i
      at += 1
    } else if (
      wanted !== undefined &&
      (wanted === ANY ? given >= 0 || given === ANY : given >= 0 && wanted === given)
    ) {
      at += 1
      i += 1
    } else if (star >= 0) {
      resumeAt += 1
      i = resumeAt
      at = star + 1
    } else return false
  }
  while (at < pattern.length && isStar(pattern[at] ?? 0)) at += 1
  return at === pattern.length
}

/** Whether some text is matched by both patterns, with a variable standing for anything. */
export function overlapsGlob(one: Glob, other: Glob): boolean {
  const [short, long] = one.prefix.length <= other.prefix.length ? [one, other] : [other, one]
  if (!long.prefix.startsWith(short.prefix)) return false
  if (short.kind === 'all' || short.kind === 'prefix') return true
  if (long.kind === 'exact') return matchesGlob(short, long.prefix) !== 'false'
  return tokensOverlap(short.tokens, long.tokens)
}

const isLong = (token: number) => token === STAR || token === VARIABLE

/** Row by row: whether the first i tokens of one and the first j of the other can stand for the same text. */
function tokensOverlap(one: readonly number[], other: readonly number[]): boolean {
  let row = new Uint8Array(other.length + 1)
  row[0] = 1
  other.forEach((b, j) => {
    row[j + 1] = row[j] === 1 && isLong(b) ? 1 : 0
  })
  for (const a of one) {
    const next = new Uint8Array(other.length + 1)
    next[0] = row[0] === 1 && isLong(a) ? 1 : 0
    other.forEach((b, j) => {
      const canMeet = a === b || a === ANY || b === ANY
      const met = isLong(a) || isLong(b) ? row[j + 1] === 1 || next[j] === 1 : row[j] === 1 && canMeet
      next[j + 1] = met ? 1 : 0
    })
    row = next
  }
  return row[other.length] === 1
}
