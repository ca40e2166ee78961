/**
 * Works something out once for a list, as often as the same list is given. Surroundings are asked for the list each time:
 * what they were asked for is how they know when a verdict has to be formed again.
 */
export function onceAList<Item, Result>(
  work: (list: readonly Item[]) => Result,
): (list: readonly Item[]) => Result {
  const kept = new WeakMap<readonly Item[], { result: Result }>()
  return (list) => {
    const before = kept.get(list)
    if (before) return before.result
    const result = work(list)
    kept.set(list, { result })
    return result
  }
}
