/** Below 0: the first comes before the second; undefined: one of them is no version that can be compared. */
export type Order = number | undefined

/** Whole numbers of any length, written out. */
export function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+(?=\d)/, '')
  const right = b.replace(/^0+(?=\d)/, '')
  if (left.length !== right.length) return left.length - right.length
  return left < right ? -1 : left > right ? 1 : 0
}

/** The first difference of two lists, of which the shorter one goes on with undefined. */
export function compareLists<T>(
  a: readonly T[],
  b: readonly T[],
  compare: (a: T | undefined, b: T | undefined) => number,
): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const order = compare(a[i], b[i])
    if (order !== 0) return order
  }
  return 0
}
