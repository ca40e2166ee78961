import { createHash } from 'node:crypto'
import type { Detection } from '#server/detections/define-detection.ts'
import { AllowList } from '#server/detections/engine/allow.ts'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import type { Hit } from '#server/detections/engine/hit.ts'
import type { Tuning } from '#server/detections/engine/rule.ts'
import { readEnv } from '#server/env.ts'
import { loadDetections } from '#server/sigma/load-detections.ts'
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
  tunings: ReadonlyMap<string, Tuning>
  allowed: Allowed
  /** Changes with the catalogue and its tunings: what was found with another one is found again. */
  catalogue: string
}

/** Settings that were read a moment ago still hold for the next batch; so long may a change take to be heard of. */
const FRESH_MS = 10_000

/** The allow-list over time: an entry covers what happened from when it was made to when it expired or was ended. */
export class Allowed {
  readonly #entries: { entry: StoredAllowEntry; list: AllowList<StoredAllowEntry> }[]

  constructor(entries: readonly StoredAllowEntry[]) {
    this.#entries = entries.map((entry) => ({ entry, list: new AllowList([entry]) }))
  }

  /** As if every entry had been there from the beginning: what is found of the past stands for what is to come. */
  fromTheBeginning(): Allowed {
    return new Allowed(this.#entries.map(({ entry }) => ({ ...entry, createdAt: new Date(0) })))
  }

  /** The entry that expects this; null where none does. */
  entryFor({ detectionId, by, at }: Pick<Hit, 'detectionId' | 'by' | 'at'>): string | null {
    const found = this.#entries.find(
      ({ entry, list }) =>
        entry.createdAt <= at &&
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

const fingerprints = new WeakMap<readonly Detection[], string>()

function catalogueOf(detections: readonly Detection[], tunings: readonly StoredTuning[]): string {
  const known = fingerprints.get(detections) ?? detections.map(fingerprintOf).join('\n')
  fingerprints.set(detections, known)
  return createHash('sha256').update(known).update(JSON.stringify(tunings)).digest('hex').slice(0, 32)
}

async function load(
  { pool }: Store,
  detections: readonly Detection[],
  held: Rulebook | undefined,
): Promise<Rulebook> {
  const stored = await loadTunings(pool)
  const allowed = new Allowed(await loadAllowEntries(pool, new Date(0)))
  const catalogue = catalogueOf(detections, stored)
  if (held?.catalogue === catalogue) return { ...held, allowed }
  const tunings = new Map(stored.map(({ detectionId, ...tuning }) => [detectionId, tuning]))
  const engine = new DetectionEngine({ detections, tunings })
  const byId = new Map(detections.map((detection) => [detection.id, detection]))
  return { detections, byId, engine, tunings, allowed, catalogue }
}

const held = new WeakMap<Store, { rulebook: Rulebook; loadedMs: number }>()

/** Which detections run, ours and the Sigma rules of the folder by default, and how old what is known of their settings may be. */
export type RulebookOptions = { detections?: readonly Detection[] | undefined; maxAgeMs?: number }

/** The rulebook as this process knows it of a store. */
export async function rulebookOf(
  store: Store,
  { detections: given, maxAgeMs = FRESH_MS }: RulebookOptions = {},
): Promise<Rulebook> {
  const detections = given ?? (await loadDetections(readEnv())).detections
  const known = held.get(store)
  const isSame = known?.rulebook.detections === detections
  if (known && isSame && performance.now() - known.loadedMs < maxAgeMs) return known.rulebook
  const loadedMs = performance.now()
  const rulebook = await load(store, detections, known?.rulebook)
  held.set(store, { rulebook, loadedMs })
  return rulebook
}
