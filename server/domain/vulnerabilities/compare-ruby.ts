import { compareLists, compareNumbers, type Order } from './order.ts'

const GEM = /^[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/

/** Order of gems' versions: words mean that it comes before the release. Source: RubyGems, Gem::Version. */
export function compareRuby(a: string, b: string): Order {
  if (!GEM.test(a) || !GEM.test(b)) return undefined
  return compareLists(segments(a), segments(b), (one = '0', two = '0') => {
    const isNumber = (text: string) => /^\d+$/.test(text)
    if (isNumber(one) && isNumber(two)) return compareNumbers(one, two)
    if (isNumber(one) !== isNumber(two)) return isNumber(one) ? 1 : -1
    return one < two ? -1 : one > two ? 1 : 0
  })
}

/** Zeros before a word and at the end mean nothing. */
function segments(version: string): string[] {
  const all = version.replaceAll('-', '.pre.').match(/\d+|[a-z]+/gi) ?? []
  const firstWord = all.findIndex((part) => /^[a-z]/i.test(part))
  const cut = firstWord < 0 ? all.length : firstWord
  return [...withoutZeros(all.slice(0, cut)), ...withoutZeros(all.slice(cut))]
}

function withoutZeros(parts: string[]): string[] {
  let end = parts.length
  while (end > 0 && /^0+$/.test(parts[end - 1] ?? '')) end -= 1
  return parts.slice(0, end)
}
