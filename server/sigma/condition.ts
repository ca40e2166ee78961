import { SigmaError } from './sigma-error.ts'
import { allOf, anyOf, not, type SigmaTest } from './sigma-test.ts'
import { textPattern } from './text-pattern.ts'

const TOKEN = /\s*(\(|\)|\||[^\s()|]+)/y
const MAX_LENGTH = 5_000
const MAX_DEPTH = 50
const WORDS = new Set(['and', 'or', 'not', 'of', 'them'])

type Selections = ReadonlyMap<string, SigmaTest>

/** Reads a condition over search identifiers; a list of conditions holds where one of them does. @throws SigmaError */
export function conditionTest(given: unknown, selections: Selections): SigmaTest {
  if (Array.isArray(given)) {
    if (given.length === 0) throw new SigmaError('there is no condition')
    return anyOf((given as unknown[]).map((one) => conditionTest(one, selections)))
  }
  if (typeof given !== 'string' || given.trim() === '') throw new SigmaError('there is no condition')
  if (given.length > MAX_LENGTH) throw new SigmaError(`the condition is longer than ${MAX_LENGTH} characters`)
  return new Reader(tokensOf(given), selections).readWhole()
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) tokens.push(found[1] ?? '')
  return tokens
}

class Reader {
  readonly #tokens: readonly string[]
  readonly #selections: Selections
  #at = 0
  #depth = 0

  constructor(tokens: readonly string[], selections: Selections) {
    this.#tokens = tokens
    this.#selections = selections
  }

  readWhole(): SigmaTest {
    const test = this.#readOr()
    const rest = this.#tokens[this.#at]
    if (rest === '|')
      throw new SigmaError(
        '| with count(), near or another aggregation is no longer part of Sigma: write a correlation rule of type event_count, value_count or temporal',
      )
    if (rest !== undefined) throw new SigmaError(`${rest} is not expected there`)
    return test
  }

  #readOr(): SigmaTest {
    const tests = [this.#readAnd()]
    while (this.#take('or')) tests.push(this.#readAnd())
    return anyOf(tests)
  }

  #readAnd(): SigmaTest {
    const tests = [this.#readNot()]
    while (this.#take('and')) tests.push(this.#readNot())
    return allOf(tests)
  }

  #readNot(): SigmaTest {
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new SigmaError('it is nested too deeply')
    const test = this.#take('not') ? not(this.#readNot()) : this.#readOne()
    this.#depth -= 1
    return test
  }

  #readOne(): SigmaTest {
    const token = this.#tokens[this.#at]
    if (token === undefined) throw new SigmaError('the condition ends too early')
    this.#at += 1
    if (token === '(') {
      const test = this.#readOr()
      if (!this.#take(')')) throw new SigmaError('there is a ( without its )')
      return test
    }
    if (this.#isNext('of')) return this.#readOf(token)
    if (token === ')' || token === '|' || WORDS.has(token.toLowerCase()))
      throw new SigmaError(`${token} is not expected there`)
    const test = this.#selections.get(token)
    if (!test) throw new SigmaError(`there is no ${token}; there are ${this.#names()}`)
    return test
  }

  #readOf(quantity: string): SigmaTest {
    const isAll = quantity.toLowerCase() === 'all'
    if (!isAll && quantity !== '1' && quantity.toLowerCase() !== 'any')
      throw new SigmaError(`${quantity} of: Sigma has 1 of and all of`)
    this.#at += 1
    const pattern = this.#tokens[this.#at] ?? ''
    this.#at += 1
    const tests = this.#matching(pattern)
    if (tests.length === 0) throw new SigmaError(`nothing is called ${pattern}; there are ${this.#names()}`)
    return isAll ? allOf(tests) : anyOf(tests)
  }

  #matching(pattern: string): SigmaTest[] {
    const entries = [...this.#selections]
    if (pattern.toLowerCase() === 'them')
      return entries.filter(([name]) => !name.startsWith('_')).map(([, test]) => test)
    const isMeant = textPattern(pattern, { cased: true, windash: false, opensWith: 'it', endsWith: 'it' })
    return entries.filter(([name]) => isMeant(name)).map(([, test]) => test)
  }

  #names(): string {
    return [...this.#selections.keys()].slice(0, 20).join(', ') || 'none'
  }

  #isNext(word: string): boolean {
    return this.#tokens[this.#at]?.toLowerCase() === word
  }

  #take(word: string): boolean {
    if (!this.#isNext(word)) return false
    this.#at += 1
    return true
  }
}
