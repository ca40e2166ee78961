import { compareLists, compareNumbers, type Order } from './order.ts'

const SEMVER = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?$/

/**
 * Order by Semantic Versioning 2.0.0, for npm and Go. Missing parts are 0; a fourth number, as NuGet has it, counts
 * after the third. Undefined where one of them is no such version.
 */
export function compareSemver(a: string, b: string): Order {
  const left = SEMVER.exec(a.trim())
  const right = SEMVER.exec(b.trim())
  if (!left || !right) return undefined
  for (let i = 1; i <= 4; i++) {
    const order = compareNumbers(left[i] ?? '0', right[i] ?? '0')
    if (order !== 0) return order
  }
  const [, , , , , one] = left
  const [, , , , , two] = right
  if (one === undefined || two === undefined) return Number(two !== undefined) - Number(one !== undefined)
  return compareLists(one.split('.'), two.split('.'), comparePart) ?? 0
}

/** Numbers come before words; a list that begins another comes before it. */
function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1
  const isNumber = (text: string) => /^\d+$/.test(text)
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b)
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** NuGet compares the words before a release without regard to case. Source: NuGet docs, package versioning. */
export const compareNuget = (a: string, b: string): Order => compareSemver(a.toLowerCase(), b.toLowerCase())
