import { type Paging, type PagingEnd, paginate } from '#server/aws/paginate.ts'
import { asObject, type JsonObject } from '#server/domain/json.ts'
import { SECOND_MS } from '#server/domain/time.ts'
import type { CollectorContext, Completion } from './define-collector.ts'
import { mapConcurrently } from './map-concurrently.ts'

const BATCHING = { width: 6, batchSize: 50, patienceMs: 2 * SECOND_MS }

/**
 * Makes a record of each item of a listing, a few at a time; undefined leaves the item out. An item whose `read` throws
 * is told as malformed and makes the listing incomplete, and the others are handed on all the same.
 */
export async function* readEach<Record>(
  context: CollectorContext,
  paging: Paging,
  read: (item: JsonObject) => Promise<Record | undefined> | Record | undefined,
): AsyncGenerator<Record[], PagingEnd, undefined> {
  const pages = paginate(context, paging)
  let allRead = true
  const readOne = async (item: unknown): Promise<Record | undefined> => {
    try {
      return await read(asObject(item))
    } catch (error) {
      allRead = false
      if (context.signal.aborted) return undefined
      const message = error instanceof Error ? error.message : String(error)
      const problem = { state: 'malformed' as const, code: 'UnreadableItem', message }
      context.report.addProblem(paging.operation, problem)
      return undefined
    }
  }
  for (;;) {
    const page = await pages.next()
    if (page.done) return { ...page.value, complete: page.value.complete && allRead }
    yield* readBatches(context, page.value, readOne)
  }
}

/** As `readEach`, of things that are known beforehand; `read` must not throw but when the run is stopped. */
export async function* readBatches<Item, Record>(
  context: CollectorContext,
  items: readonly Item[],
  read: (item: Item) => Promise<Record | undefined>,
): AsyncGenerator<Record[], void, undefined> {
  const batches = mapConcurrently(items, { ...BATCHING, clock: context.clock }, read)
  for await (const batch of batches) {
    const records = batch.filter((record) => record !== undefined)
    if (records.length > 0) yield records
    context.signal.throwIfAborted()
  }
}

/** Thrown for an item that lacks what its record is named by. */
export function unreadable(what: string): TypeError {
  return new TypeError(`${what} has no name or ARN`)
}

export type Batches<Record> = AsyncGenerator<Record[], Completion, undefined>
