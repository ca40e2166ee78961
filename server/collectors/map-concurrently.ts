import type { Clock } from '#server/domain/time.ts'

export type Batching = {
  /** How many items are worked on at a time. */
  width: number
  /** A batch is handed on when it is so large, */
  batchSize: number
  /** or when so long has passed since the last one. */
  patienceMs: number
  clock: Clock
}

/** Yields results in batches, in the order in which they are ready. `work` must not throw. */
export async function* mapConcurrently<Item, Result>(
  items: readonly Item[],
  { width, batchSize, patienceMs, clock }: Batching,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result[], void, undefined> {
  const running = new Set<Promise<void>>()
  let ready: Result[] = []
  let next = 0
  let handedOnMs = clock()
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
    const isLate = clock() - handedOnMs >= patienceMs
    if (ready.length >= batchSize || (isLate && ready.length > 0)) {
      const batch = ready
      ready = []
      yield batch
      handedOnMs = clock()
    }
  }
  if (ready.length > 0) yield ready
}
