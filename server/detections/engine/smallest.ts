/** Event ids and values that are kept of one stretch. */
export const MAX_IDS = 20

/**
 * Puts a text into a sorted list without repeats that keeps the `most` smallest: what is kept depends on what was put in,
 * and not on the order.
 */
export function addSmallest(sorted: string[], text: string, most: number): void {
  const last = sorted[sorted.length - 1]
  if (sorted.length >= most && (last === undefined || text >= last)) return
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < text) low = middle + 1
    else high = middle
  }
  if (sorted[low] === text) return
  sorted.splice(low, 0, text)
  if (sorted.length > most) sorted.pop()
}
