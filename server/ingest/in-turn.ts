import type { Store } from '#server/store/store.ts'

const queues = new WeakMap<Store, Map<string, Promise<unknown>>>()

/**
 * Runs work on accounts when what this process began on any of them before is done. It would wait for their locks anyway,
 * but with a database connection in its hands, which others need.
 */
export async function inTurn<T>(
  store: Store,
  accountIds: Iterable<string>,
  work: () => Promise<T>,
): Promise<T> {
  const queue = queues.get(store) ?? new Map<string, Promise<unknown>>()
  queues.set(store, queue)
  const own = [...new Set(accountIds)]
  const result = Promise.all(own.map((id) => queue.get(id))).then(work)
  const done = result.catch(() => undefined)
  for (const id of own) queue.set(id, done)
  try {
    return await result
  } finally {
    for (const id of own) if (queue.get(id) === done) queue.delete(id)
  }
}
