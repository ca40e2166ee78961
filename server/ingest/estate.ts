import type { Pool, PoolClient } from 'pg'
import {
  CANARY_KINDS,
  type DetectionContext,
  type FunctionFacts,
} from '#server/detections/define-detection.ts'
import {
  type EstateFunction,
  loadCanaries,
  loadEstateFunctions,
  loadOwnAccounts,
  newestVersion,
  type OwnAccounts,
} from '#server/store/detection-estate.ts'
import type { Store } from '#server/store/store.ts'

type Db = Pool | PoolClient

/** What was loaded a moment ago still holds for the next batch, unless a resource has changed since. */
const FRESH_MS = 10_000

type AccountFunctions = {
  loadedMs: number
  /** The newest version of any resource when they were loaded. */
  version: number
  byRole: Map<string, EstateFunction[]>
  byPlace: Map<string, EstateFunction>
}
type Shared = { loadedMs: number; own: OwnAccounts; canaries: Map<string, string> }

const isFresh = (loadedMs: number | undefined): boolean =>
  loadedMs !== undefined && performance.now() - loadedMs < FRESH_MS

/** What detections may ask of the estate, loaded account by account and held between batches. */
export class Estate {
  #functions = new Map<string, AccountFunctions>()
  #shared: Shared | undefined

  /** What is known of these accounts, at most some seconds old. */
  async contextFor(db: Db, accountIds: readonly string[], now: Date): Promise<DetectionContext> {
    await this.#loadFunctions(db, accountIds, now)
    if (!this.#shared || !isFresh(this.#shared.loadedMs)) this.#shared = await loadShared(db)
    const { own, canaries } = this.#shared
    const functions = new Map(accountIds.map((id) => [id, this.#functions.get(id)]))
    return {
      functionsOfRole: (roleArn) =>
        functions.get(roleArn.split(':')[4] ?? '')?.byRole.get(roleArn) ??
        [...functions.values()].flatMap((one) => one?.byRole.get(roleArn) ?? []),
      functionOf: (accountId, region, name) =>
        factsOf(functions.get(accountId)?.byPlace.get(`${region} ${name}`)),
      isOwnAccount: (accountId) => own.ids.has(accountId) || (own.isComplete ? false : undefined),
      canaryOf: (kind, accountId, name) => canaries.get(`${kind} ${accountId} ${name}`),
    }
  }

  async #loadFunctions(db: Db, accountIds: readonly string[], now: Date): Promise<void> {
    const loadedMs = performance.now()
    const version = await newestVersion(db)
    const stale = accountIds.filter((id) => {
      const held = this.#functions.get(id)
      return !isFresh(held?.loadedMs) || held?.version !== version
    })
    if (stale.length === 0) return
    const rows = await loadEstateFunctions(db, stale, now)
    const byAccount = Map.groupBy(rows, (row) => row.accountId)
    for (const [id, held] of this.#functions) if (!isFresh(held.loadedMs)) this.#functions.delete(id)
    for (const id of stale) {
      const own = byAccount.get(id) ?? []
      const byRole = Map.groupBy(own, (row) => row.roleArn ?? '')
      byRole.delete('')
      // Those that are not deleted come last, and stand for their name.
      const byPlace = new Map(own.map((row) => [`${row.region} ${row.name}`, row]))
      this.#functions.set(id, { loadedMs, version, byRole, byPlace })
    }
  }
}

async function loadShared(db: Db): Promise<Shared> {
  const loadedMs = performance.now()
  const own = await loadOwnAccounts(db)
  const rows = await loadCanaries(db)
  const kinds: readonly string[] = CANARY_KINDS
  const canaries = new Map(
    rows
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, accountId, name, note }) => [`${kind} ${accountId} ${name}`, note]),
  )
  return { loadedMs, own, canaries }
}

function factsOf(found: EstateFunction | undefined): FunctionFacts | undefined {
  if (!found) return undefined
  const { resourceId, arn, roleArn, environment, criticality, publicByDeclaration } = found
  return { resourceId, arn, roleArn, environment, criticality, publicByDeclaration }
}

const estates = new WeakMap<Store, Estate>()

/** The estate as this process knows it of a store. */
export function estateOf(store: Store): Estate {
  const held = estates.get(store) ?? new Estate()
  estates.set(store, held)
  return held
}
