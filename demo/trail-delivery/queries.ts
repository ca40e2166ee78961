import { uuidFrom } from '#demo/estate/prng.ts'
import type { World } from '#demo/world.ts'
import { type Found, searchPast } from './past-search.ts'

export type PastQuery = {
  id: string
  sql: string
  found?: Found
  cancelled: boolean
  asked: number
}

const kept = 50

/** The questions that Athena and CloudTrail Lake were asked: each is seen running once, and answered after that. */
export class PastQueries {
  readonly #world: World
  readonly #queries = new Map<string, PastQuery>()
  #count = 0

  constructor(world: World) {
    this.#world = world
  }

  /** The same token stands for the same question. */
  start(sql: string, token: string | undefined): PastQuery {
    const id = uuidFrom('past-query', token ?? `${this.#world.now()}-${this.#count++}`)
    const known = this.#queries.get(id)
    if (known) return known
    const query: PastQuery = { id, sql, cancelled: false, asked: 0 }
    this.#queries.set(id, query)
    const oldest = this.#queries.keys().next().value
    if (this.#queries.size > kept && oldest !== undefined) this.#queries.delete(oldest)
    return query
  }

  /** A question with how far it is. */
  async look(id: string): Promise<PastQuery | undefined> {
    const query = this.#queries.get(id)
    if (!query || query.cancelled) return query
    query.asked += 1
    if (query.asked > 1) query.found ??= await searchPast(this.#world, query.sql)
    return query
  }

  find(id: string): PastQuery | undefined {
    return this.#queries.get(id)
  }
}
