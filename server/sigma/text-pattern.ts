const STAR = -1
const ANY = -2
const DASH = -3
const MAX_TEXT = 65_536
const DASHES = new Set(Array.from('-/–—―', (dash) => dash.charCodeAt(0)))

export type TextOptions = {
  cased: boolean
  /** Windows' ways to begin an option stand for each other. */
  windash: boolean
  opensWith: 'anything' | 'it'
  endsWith: 'anything' | 'it'
}

/** The pattern without wildcards, its escapes resolved; undefined where it has wildcards. */
export function plainText(pattern: string): string | undefined {
  const tokens = tokensOf(pattern)
  return tokens.some((token) => token < 0) ? undefined : String.fromCharCode(...tokens.slice(0, 60_000))
}

/** Makes a value of a rule ready: `*` is any text, `?` one character, `\` before one of them or before `\` takes its meaning. */
export function textPattern(pattern: string, options: TextOptions): (text: string) => boolean {
  const given = options.cased ? pattern : pattern.toLowerCase()
  const tokens = options.windash ? withDashes(tokensOf(given)) : tokensOf(given)
  if (options.opensWith === 'anything' && tokens[0] !== STAR) tokens.unshift(STAR)
  if (options.endsWith === 'anything' && tokens.at(-1) !== STAR) tokens.push(STAR)
  const test = matcherOf(tokens)
  return options.cased ? test : (text) => test(text.toLowerCase())
}

function tokensOf(pattern: string): number[] {
  const tokens: number[] = []
  for (let i = 0; i < pattern.length; i += 1) {
    const character = pattern[i]
    const following = pattern[i + 1]
    if (character === '\\' && (following === '*' || following === '?' || following === '\\')) {
      tokens.push(pattern.charCodeAt(i + 1))
      i += 1
    } else if (character === '*') {
      if (tokens.at(-1) !== STAR) tokens.push(STAR)
    } else tokens.push(character === '?' ? ANY : pattern.charCodeAt(i))
  }
  return tokens
}

const isWord = (code: number | undefined) =>
  code !== undefined && code > 0 && /\w/.test(String.fromCharCode(code))

function withDashes(tokens: number[]): number[] {
  return tokens.map((token, i) =>
    DASHES.has(token) && !isWord(tokens[i - 1]) && isWord(tokens[i + 1]) ? DASH : token,
  )
}

/** The frequent forms go by what the language has; all others go back to the last star alone. */
function matcherOf(tokens: readonly number[]): (text: string) => boolean {
  const opens = tokens[0] === STAR
  const ends = tokens.at(-1) === STAR && tokens.length > 1
  const inner = tokens.slice(opens ? 1 : 0, ends ? -1 : undefined)
  if (inner.every((token) => token >= 0)) {
    const plain = inner.map((code) => String.fromCharCode(code)).join('')
    if (opens && ends) return (text) => text.includes(plain)
    if (opens) return (text) => text.endsWith(plain)
    if (ends) return (text) => text.startsWith(plain)
    return (text) => text === plain
  }
  return (text) => consumes(tokens, text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text)
}

function consumes(tokens: readonly number[], text: string): boolean {
  let at = 0
  let star = -1
  let resumeAt = 0
  for (let i = 0; i < text.length; ) {
    const token = tokens[at]
    const code = text.charCodeAt(i)
    if (token === STAR) {
      star = at
      resumeAt = i
      at += 1
    } else if (token === code || token === ANY || (token === DASH && DASHES.has(code))) {
      at += 1
      i += 1
    } else if (star >= 0) {
      resumeAt += 1
      i = resumeAt
      at = star + 1
    } else return false
  }
  while (tokens[at] === STAR) at += 1
  return at === tokens.length
}
