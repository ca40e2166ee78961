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
  const prefix = characters(literal)
  return { text, tokens, kind: kindOf(tokens, first), prefix, hasVariable: tokens.includes(VARIABLE) }
}

const CHUNK = 4096

function characters(codes: readonly number[]): string {
  if (codes.length <= CHUNK) return String.fromCharCode(...codes)
  return String.fromCharCode(...codes.slice(0, CHUNK)) + characters(codes.slice(CHUNK))
}

function kindOf(tokens: readonly number[], first: number): Glob['kind'] {
  if (first < 0) return 'exact'
  if (tokens.slice(first).every((token) => token === STAR)) return first === 0 ? 'all' : 'prefix'
  return 'wild'
}

const CODE_OF_STAR = '*'.charCodeAt(0)
const CODE_OF_ANY = '?'.charCodeAt(0)

export function literalTokens(text: string): number[] {
  const tokens = new Array<number>(text.length)
  for (let i = 0; i < text.length; i++) tokens[i] = text.charCodeAt(i)
  return tokens
}

export function wildcardTokens(text: string): number[] {
  const tokens = literalTokens(text)
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === CODE_OF_STAR) tokens[i] = STAR
    else if (tokens[i] === CODE_OF_ANY) tokens[i] = ANY
  }
  return tokens
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

/** False where the ends of both, up to a wildcard, are unlike. */
function endsMeet(one: readonly number[], other: readonly number[]): boolean {
  for (let i = 1; i <= Math.min(one.length, other.length); i++) {
    const [a = STAR, b = STAR] = [one[one.length - i], other[other.length - i]]
    if (isLong(a) || isLong(b)) return true
    if (a !== b && a !== ANY && b !== ANY) return false
  }
  return true
}

/** Row by row: whether the first i tokens of one and the first j of the other can stand for the same text. */
function tokensOverlap(one: readonly number[], other: readonly number[]): boolean {
  if (!endsMeet(one, other)) return false
  let row = new Uint8Array(other.length + 1)
  let next = new Uint8Array(other.length + 1)
  row[0] = 1
  for (let j = 0; j < other.length && isLong(other[j] ?? ANY); j++) row[j + 1] = 1
  for (let i = 0; i < one.length; i++) {
    const a = one[i] ?? ANY
    next[0] = row[0] === 1 && isLong(a) ? 1 : 0
    for (let j = 0; j < other.length; j++) {
      const b = other[j] ?? ANY
      const met =
        isLong(a) || isLong(b)
          ? row[j + 1] === 1 || next[j] === 1
          : row[j] === 1 && (a === b || a === ANY || b === ANY)
      next[j + 1] = met ? 1 : 0
    }
    ;[row, next] = [next, row]
  }
  return row[other.length] === 1
}
