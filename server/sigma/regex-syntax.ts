import { type CharSet, charSet, setOfEscape } from './regex-chars.ts'

export type Anchor = 'start' | 'end' | 'text-start' | 'text-end' | 'word' | 'not-word'
export type RegexNode =
  | { kind: 'empty' }
  | { kind: 'set'; set: CharSet }
  | { kind: 'anchor'; anchor: Anchor }
  | { kind: 'all'; parts: RegexNode[] }
  | { kind: 'any'; parts: RegexNode[] }
  | { kind: 'repeat'; part: RegexNode; min: number; max: number }

export type RegexFlags = { ignoreCase: boolean; multiline: boolean; dotAll: boolean }

const MAX_REPEATS = 500
const MAX_DEPTH = 50
const ESCAPED_ANCHORS: Record<string, Anchor> = {
  b: 'word',
  B: 'not-word',
  A: 'text-start',
  z: 'text-end',
  Z: 'text-end',
}

/** What is refused, in words for the author of a rule. */
export class RegexError extends Error {}

/** Reads a regular expression of the part of PCRE that can be run in a time that grows with the text alone. @throws RegexError */
export function parseRegex(pattern: string, given: RegexFlags): { node: RegexNode; flags: RegexFlags } {
  const inline = /^\(\?([ims]+)\)/.exec(pattern)
  const flags = {
    ignoreCase: given.ignoreCase || Boolean(inline?.[1]?.includes('i')),
    multiline: given.multiline || Boolean(inline?.[1]?.includes('m')),
    dotAll: given.dotAll || Boolean(inline?.[1]?.includes('s')),
  }
  const reader = new Reader(pattern, flags, inline?.[0].length ?? 0)
  return { node: reader.readWhole(), flags }
}

class Reader {
  readonly #text: string
  readonly #flags: RegexFlags
  #at: number
  #depth = 0

  constructor(text: string, flags: RegexFlags, at: number) {
    this.#text = text
    this.#flags = flags
    this.#at = at
  }

  readWhole(): RegexNode {
    const node = this.#readAny()
    if (this.#at < this.#text.length) throw this.#refuse('there is a ) without its (')
    return node
  }

  #readAny(): RegexNode {
    const parts = [this.#readAll()]
    while (this.#take('|')) parts.push(this.#readAll())
    return parts.length === 1 ? (parts[0] ?? { kind: 'empty' }) : { kind: 'any', parts }
  }

  #readAll(): RegexNode {
    const parts: RegexNode[] = []
    while (this.#at < this.#text.length && this.#peek() !== '|' && this.#peek() !== ')')
      parts.push(this.#readRepeated())
    return { kind: 'all', parts }
  }

  #readRepeated(): RegexNode {
    let part = this.#readOne()
    for (;;) {
      const times = this.#readTimes()
      if (!times) return part
      if (part.kind === 'anchor' || part.kind === 'repeat')
        throw this.#refuse('nothing there can be repeated')
      part = { kind: 'repeat', part, ...times }
      if (this.#take('+')) throw this.#refuse('possessive quantifiers are not supported')
      this.#take('?')
    }
  }

  #readTimes(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY }
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY }
    if (this.#take('?')) return { min: 0, max: 1 }
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 24))
    if (!found) return undefined
    this.#at += found[0].length
    const min = Number(found[1])
    const max = found[2] === undefined ? min : found[3] ? Number(found[3]) : Number.POSITIVE_INFINITY
    if (min > max) throw this.#refuse('a quantifier has its numbers the wrong way round')
    if (min > MAX_REPEATS || (Number.isFinite(max) && max > MAX_REPEATS))
      throw this.#refuse(`more than ${MAX_REPEATS} repeats are not supported`)
    return { min, max }
  }

  #readOne(): RegexNode {
    const character = this.#next()
    switch (character) {
      case '(':
        return this.#readGroup()
      case '[':
        return { kind: 'set', set: this.#readClass() }
      case '.':
        return { kind: 'set', set: this.#flags.dotAll ? charSet([], true) : charSet([[10, 10]], true) }
      case '^':
        return { kind: 'anchor', anchor: this.#flags.multiline ? 'start' : 'text-start' }
      case '$':
        return { kind: 'anchor', anchor: this.#flags.multiline ? 'end' : 'text-end' }
      case '*':
      case '+':
      case '?':
        throw this.#refuse(`there is nothing before ${character} that could be repeated`)
      case '\\':
        return this.#readEscape()
      default:
        return { kind: 'set', set: charSet([[character.charCodeAt(0), character.charCodeAt(0)]]) }
    }
  }

  #readGroup(): RegexNode {
    if (this.#take('?')) {
      const name = /^(:|P?<[A-Za-z_]\w*>)/.exec(this.#text.slice(this.#at, this.#at + 80))
      if (!name)
        throw this.#refuse(
          'look-around, atomic groups and inline flags within the expression are not supported: they cannot be run in a time that is bounded',
        )
      this.#at += name[0].length
    }
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw this.#refuse('groups are nested too deeply')
    const node = this.#readAny()
    this.#depth -= 1
    if (!this.#take(')')) throw this.#refuse('there is a ( without its )')
    return node
  }

  #readEscape(): RegexNode {
    const character = this.#peek()
    const anchor = ESCAPED_ANCHORS[character]
    if (anchor) {
      this.#at += 1
      return { kind: 'anchor', anchor }
    }
    return { kind: 'set', set: this.#readEscapedSet() }
  }

  #readEscapedSet(): CharSet {
    const rest = this.#text.slice(this.#at, this.#at + 8)
    const found = setOfEscape(rest)
    if (!found) {
      if (/^[1-9k]/.test(rest))
        throw this.#refuse('back-references are not supported: they cannot be run in a time that is bounded')
      throw this.#refuse(rest === '' ? 'it ends in a single \\' : `\\${rest[0]} is not supported`)
    }
    this.#at += found.length
    return found.set
  }

  #readClass(): CharSet {
    const isNegated = this.#take('^')
    const ranges: [number, number][] = []
    const sets: CharSet[] = []
    for (let first = true; ; first = false) {
      if (this.#at >= this.#text.length) throw this.#refuse('there is a [ without its ]')
      if (!first && this.#take(']')) break
      if (this.#text.startsWith('[:', this.#at))
        throw this.#refuse('named character classes are not supported')
      const low = this.#readOfClass()
      if (typeof low !== 'number') {
        sets.push(low)
        continue
      }
      if (this.#peek() !== '-' || this.#text[this.#at + 1] === ']' || this.#at + 1 >= this.#text.length) {
        ranges.push([low, low])
        continue
      }
      this.#at += 1
      const high = this.#readOfClass()
      if (typeof high !== 'number' || high < low) throw this.#refuse('a range of characters has no right end')
      ranges.push([low, high])
    }
    return charSet(ranges, isNegated, sets)
  }

  #readOfClass(): number | CharSet {
    const character = this.#next()
    if (character !== '\\') return character.charCodeAt(0)
    if (this.#take('b')) return 8
    const set = this.#readEscapedSet()
    return set.only ?? set
  }

  #peek(): string {
    return this.#text[this.#at] ?? ''
  }

  #next(): string {
    const character = this.#peek()
    this.#at += 1
    return character
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at += 1
    return true
  }

  #refuse(why: string): RegexError {
    return new RegexError(`${why} (at character ${Math.min(this.#at, this.#text.length)})`)
  }
}
