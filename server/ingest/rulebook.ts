import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Detection } from '#server/detections/define-detection.ts'
import { AllowList } from '#server/detections/engine/allow.ts'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import type { Hit } from '#server/detections/engine/hit.ts'
import type { Tuning } from '#server/detections/engine/rule.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import type { Env } from '#server/env.ts'
import {
  loadAllowEntries,
  loadTunings,
  type StoredAllowEntry,
  type StoredTuning,
} from '#server/store/detection-settings.ts'
import type { Store } from '#server/store/store.ts'

/** The detections that run, as the organisation has tuned them, and what it expects. */
export type Rulebook = {
  detections: readonly Detection[]
  byId: ReadonlyMap<string, Detection>
  engine: DetectionEngine
  allowed: Allowed
  /** Changes with the catalogue and its tunings: what was found with another one is found again. */
  catalogue: string
}

/** Settings that were read a moment ago still hold for the next batch; so long may a change take to be heard of. */
const FRESH_MS = 10_000

/** The allow-list over time: an entry covers what happened before it expired or was ended. */
export class Allowed {
  readonly #entries: { entry: StoredAllowEntry; list: AllowList<StoredAllowEntry> }[]

  constructor(entries: readonly StoredAllowEntry[]) {
    this.#entries = entries.map((entry) => ({ entry, list: new AllowList([entry]) }))
  }

  /** The entry that expects this; null where none does. */
  entryFor({ detectionId, by, at }: Pick<Hit, 'detectionId' | 'by' | 'at'>): string | null {
    const found = this.#entries.find(
      ({ entry, list }) =>
        entry.expiresAt > at &&
        (entry.endedAt === null || entry.endedAt > at) &&
        list.entryFor(detectionId, by) !== undefined,
    )
    return found?.entry.id ?? null
  }
}

const asText = (_: string, value: unknown): unknown =>
  typeof value === 'function' || value instanceof RegExp
    ? String(value)
    : value instanceof Set || value instanceof Map
      ? [...value]
      : value

/** What decides what a detection finds, as far as it can be told: its settings and the text of its functions. */
function fingerprintOf({ examples: _, parameters: __, ...detection }: Detection): string {
  return JSON.stringify(detection, asText)
}

function catalogueOf(detections: readonly Detection[], tunings: readonly StoredTuning[]): string {
  const hash = createHash('sha256')
  for (const detection of detections) hash.update(fingerprintOf(detection)).update('\n')
  return hash.update(JSON.stringify(tunings)).digest('hex').slice(0, 32)
}

export function tuningsById(tunings: readonly StoredTuning[]): Map<string, Tuning> {
  return new Map(tunings.map(({ detectionId, ...tuning }) => [detectionId, tuning]))
}

async function load(db: Pool | PoolClient, detections: readonly Detection[], held?: Rulebook) {
  const tunings = await loadTunings(db)
  const allowed = new Allowed(await loadAllowEntries(db, new Date(0)))
  const catalogue = catalogueOf(detections, tunings)
  if (held?.catalogue === catalogue) return { ...held, allowed }
  const engine = new DetectionEngine({ detections, tunings: tuningsById(tunings) })
  const byId = new Map(detections.map((detection) => [detection.id, detection]))
  return { detections, byId, engine, allowed, catalogue }
}

const held = new WeakMap<Store, { rulebook: Rulebook; loadedMs: number }>()

/** The rulebook as this process knows it, at most some seconds old. */
export async function rulebookOf(
  store: Store,
  _env: Env,
  db: Pool | PoolClient = store.pool,
): Promise<Rulebook> {
  const known = held.get(store)
  if (known && performance.now() - known.loadedMs < FRESH_MS) return known.rulebook
  const loadedMs = performance.now()
  const rulebook = await load(db, DETECTIONS, known?.rulebook)
  held.set(store, { rulebook, loadedMs })
  return rulebook
}
