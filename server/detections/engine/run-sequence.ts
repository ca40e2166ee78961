import { asArray } from '#server/domain/json.ts'
import { type ChainHull, chainsThrough, type Made } from './chains.ts'
import { type Hit, makeHit } from './hit.ts'
import type { SequenceRule } from './rule.ts'
import type { Group, RunGroup, Selected, Surroundings } from './selected.ts'
import { addSmallest, MAX_IDS } from './smallest.ts'

/** Records that are remembered of a step: the latest ones. */
const MOST_OF_STEP = 64
const CHUNK = 64

/** A chain of records, one of each step, that a new record is in, is a hit. */
export const runSequence: RunGroup<SequenceRule> = (group, at) => {
  const { rule, accountId, key, selected } = group
  const { detection } = rule
  const stateKey = { accountId, detectionId: detection.id, key }
  const steps = readSteps(at.state.get(stateKey), detection.steps.length)
  const inOrder = selected.toSorted((one, other) => one.timeMs - other.timeMs)
  const hits: Hit[] = []
  for (let from = 0; from < inOrder.length; from += CHUNK) {
    const chunk = inOrder.slice(from, from + CHUNK)
    for (const { step, timeMs, id } of chunk) insert(steps[step] ?? [], [timeMs, id])
    hits.push(...hitsOf(group, steps, chunk, at))
    prune(steps, detection.windowMs + at.latenessMs)
  }
  at.state.set(stateKey, steps, new Date(newestIn(steps)))
  return hits
}

function hitsOf(
  { rule }: Group<SequenceRule>,
  steps: Made[][],
  chunk: readonly Selected[],
  at: Surroundings,
): Hit[] {
  const { detection } = rule
  const found: { record: Selected['record']; hull: ChainHull }[] = []
  for (const { record, step, timeMs, id } of chunk) {
    const hull = chainsThrough(steps, step, [timeMs, id], detection.windowMs)
    const earlier = found.at(-1)
    if (!hull) continue
    if (earlier && hull.atMs <= earlier.hull.lastAtMs && earlier.hull.atMs <= hull.lastAtMs)
      found[found.length - 1] = { record, hull: joined(earlier.hull, hull) }
    else found.push({ record, hull })
  }
  return found.flatMap(({ record, hull }) => {
    const eventIds: string[] = []
    for (const id of hull.ids) addSmallest(eventIds, id, MAX_IDS)
    const count = detection.steps.length
    const stretch = {
      startedAt: new Date(hull.atMs),
      lastAt: new Date(hull.lastAtMs),
      count,
      eventIds,
      values: [],
    }
    try {
      const match = detection.describe(record, stretch, at.context)
      return [
        makeHit(rule, record, match, { ...hull, count, records: hull.ids.length, eventIds }, at.context),
      ]
    } catch (error) {
      at.fail(detection.id, record.eventId, error)
      return []
    }
  })
}

function joined(one: ChainHull, other: ChainHull): ChainHull {
  return {
    atMs: Math.min(one.atMs, other.atMs),
    lastAtMs: Math.max(one.lastAtMs, other.lastAtMs),
    ids: [...new Set([...one.ids, ...other.ids])],
  }
}

function insert(made: Made[], one: Made): void {
  let at = made.length
  while (at > 0 && isAfter(made[at - 1], one)) at -= 1
  made.splice(at, 0, one)
}

function isAfter(one: Made | undefined, [atMs, id]: Made): boolean {
  return one !== undefined && (one[0] > atMs || (one[0] === atMs && one[1] > id))
}

function prune(steps: Made[][], memoryMs: number): void {
  const oldestMs = newestIn(steps) - memoryMs
  for (const made of steps) {
    const tooOld = made.findLastIndex(([atMs]) => atMs < oldestMs) + 1
    made.splice(0, Math.max(tooOld, made.length - MOST_OF_STEP))
  }
}

function newestIn(steps: readonly Made[][]): number {
  return steps.reduce((newest, made) => Math.max(newest, made.at(-1)?.[0] ?? 0), 0)
}

function readSteps(state: unknown, length: number): Made[][] {
  const steps = asArray(state).map((made) => asArray(made).filter(isMade))
  return steps.length === length ? steps : Array.from({ length }, () => [])
}

function isMade(value: unknown): value is Made {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string'
  )
}
