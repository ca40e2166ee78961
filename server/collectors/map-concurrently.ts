/**
 * Yields results in batches of at most `batchSize`, in the order in which they are ready, working on `width` items at
 * a time. `work` must not throw.
 */
export async function* mapConcurrently<Item, Result>(
  items: readonly Item[],
  { width, batchSize }: { width: number; batchSize: number },
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result[], void, undefined> {
  const running = new Set<Promise<void>>()
  let ready: Result[] = []
  let next = 0
  while (next < items.length || running.size > 0) {
    while (running.size < width && next < items.length) {
      const item = items[next++] as Item
      const task: Promise<void> = work(item).then((result) => {
        ready.push(result)
        running.delete(task)
      })
      running.add(task)
    }
    await Promise.race(running)
    if (ready.length >= batchSize) {
      const batch = ready
      ready = []
      yield batch
    }
  }
  if (ready.length > 0) yield ready
}
