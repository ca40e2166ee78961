import { compareNumbers, type Order } from './order.ts'

type Token = { text: string; isNumber: boolean; separator: '.' | '-' }

const ORDER = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp']
const ALIAS: Record<string, string> = { ga: '', final: '', release: '', cr: 'rc' }
const SHORT: Record<string, string> = { a: 'alpha', b: 'beta', m: 'milestone' }

/** Order of Maven versions. Source: Maven POM reference, version order specification. */
export function compareMaven(a: string, b: string): Order {
  if (a.length > 256 || b.length > 256) return undefined
  const left = tokens(a)
  const right = tokens(b)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const order = compareToken(left[i] ?? fillFor(right[i]), right[i] ?? fillFor(left[i]))
    if (order !== 0) return order
  }
  return 0
}

/** Splits at dots, hyphens and where digits meet letters, and takes off what means nothing at the end of a part. */
function tokens(version: string): Token[] {
  const found: Token[] = []
  let separator: Token['separator'] = '.'
  const parts = version.toLowerCase().match(/[.-]|_|\d+|[^\d._-]+/g) ?? []
  let wasText = false
  for (const part of parts) {
    if (part === '.' || part === '-' || part === '_') {
      if (!wasText) found.push({ text: '0', isNumber: true, separator })
      separator = part === '.' ? '.' : '-'
      wasText = false
      continue
    }
    const isNumber = /^\d/.test(part)
    if (wasText) separator = '-'
    const last = found.at(-1)
    if (isNumber && wasText && last && !last.isNumber) last.text = SHORT[last.text] ?? last.text
    found.push({ text: isNumber ? part : (ALIAS[part] ?? part), isNumber, separator })
    wasText = true
  }
  return trimmed(found)
}

const isNull = ({ text, isNumber }: Token) => (isNumber ? /^0+$/.test(text) : text === '')

function trimmed(found: Token[]): Token[] {
  const kept = [...found]
  for (let i = kept.length - 1; i >= 0; i--) {
    const here = kept[i]
    const next = kept[i + 1]
    if (here && isNull(here) && (next === undefined || next.separator === '-')) {
      if (i === 0 && next !== undefined) continue
      kept.splice(i, 1)
    }
  }
  return kept
}

function fillFor(other: Token | undefined): Token {
  const isNumber = other?.isNumber ?? true
  return { text: isNumber ? '0' : '', isNumber, separator: other?.separator ?? '.' }
}

/** Words < `-number` < `.number`; known words come before unknown ones, and those by alphabet. */
function compareToken(a: Token, b: Token): number {
  const kindOf = ({ isNumber, separator }: Token) => (isNumber ? (separator === '.' ? 2 : 1) : 0)
  if (kindOf(a) !== kindOf(b)) return kindOf(a) - kindOf(b)
  return a.isNumber ? compareNumbers(a.text, b.text) : compareWords(a.text, b.text)
}

function compareWords(a: string, b: string): number {
  const rank = (word: string) => (ORDER.includes(word) ? ORDER.indexOf(word) : ORDER.length)
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)
}
