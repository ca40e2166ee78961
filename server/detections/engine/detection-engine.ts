import type { Detection, DetectionContext } from '#server/detections/define-detection.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { type Hit, makeHit } from './hit.ts'
import { type AnyRule, isEnabled, makeRule, type Tuning } from './rule.ts'
import { RuleIndex } from './rule-index.ts'
import { learnSubject, runFirstSeen } from './run-first-seen.ts'
import { runRate } from './run-rate.ts'
import { runSequence } from './run-sequence.ts'
import { runThreshold } from './run-threshold.ts'
import { type Failure, failureOf, type Selection, selectGroups } from './select-groups.ts'
import type { Group, Surroundings } from './selected.ts'
import type { EngineState, Progress, StateKey } from './state.ts'

export type RunResult = {
  hits: Hit[]
  /** Records that came after the bound on lateness, and that a detection with a memory would have counted. */
  tooLate: TrailRecord[]
  failures: Failure[]
}

type Options = {
  detections: readonly Detection[]
  tunings?: ReadonlyMap<string, Tuning>
  /** How much later than newer records a record may come; 20 minutes, as LookupEvents may be 15 minutes late. */
  latenessMs?: number
}

/**
 * Runs detections on records. The same records, in any order within the bound on lateness and cut into any batches, give
 * hits that `mergeHits` folds into the same incidents. It has no memory but the state that it is given.
 */
export class DetectionEngine {
  readonly latenessMs: number
  readonly #index: RuleIndex
  #selected: { records: readonly TrailRecord[]; context: DetectionContext; selection: Selection } | undefined

  constructor({ detections, tunings, latenessMs = 20 * MINUTE_MS }: Options) {
    this.latenessMs = latenessMs
    const rules: AnyRule[] = detections
      .filter((detection) => isEnabled(detection, tunings?.get(detection.id)))
      .map((detection) => makeRule(detection, tunings?.get(detection.id)))
    this.#index = new RuleIndex(rules)
  }

  /** The state that `run` would ask for, so that it can be loaded at once. */
  keysOf(records: readonly TrailRecord[], context: DetectionContext): StateKey[] {
    const selection = selectGroups(this.#index, records, context)
    this.#selected = { records, context, selection }
    const subjects = new Map<string, StateKey>()
    const keys = selection.groups.map(({ rule, accountId, key, seen }) => {
      const detectionId = rule.detection.id
      if (seen?.subjectKey)
        subjects.set(`${accountId} ${detectionId} ${seen.subjectKey}`, {
          accountId,
          detectionId,
          key: seen.subjectKey,
        })
      return { accountId, detectionId, key }
    })
    return [...keys, ...subjects.values()]
  }

  /** Each record must be given once. A detection that throws is among the failures, and everything else goes on. */
  run(records: readonly TrailRecord[], context: DetectionContext, state: EngineState): RunResult {
    const result: RunResult = { hits: [], tooLate: [], failures: [] }
    this.#runSingles(records, context, result)
    const known = this.#selected
    this.#selected = undefined
    const { groups, failures } =
      known?.records === records && known.context === context
        ? known.selection
        : selectGroups(this.#index, records, context)
    result.failures.push(...failures)
    const before = progressBefore(records, state)
    const progress = this.#advance(records, before, state)
    const inTime = this.#inTime(groups, before, result)
    const surroundingsOf = (accountId: string): Surroundings => ({
      context,
      state,
      progress: progress.get(accountId) ?? { learningSinceMs: Number.POSITIVE_INFINITY, newestMs: 0 },
      latenessMs: this.latenessMs,
      fail: (detectionId, eventId, error) => result.failures.push(failureOf(detectionId, eventId, error)),
    })
    const surroundings = new Map([...before.keys()].map((id) => [id, surroundingsOf(id)]))
    const at = (group: Group) => surroundings.get(group.accountId) ?? surroundingsOf(group.accountId)
    for (const group of inTime) if (group.seen) learnSubject(group, at(group))
    for (const group of inTime) for (const hit of runGroup(group, at(group))) result.hits.push(hit)
    return result
  }

  #runSingles(records: readonly TrailRecord[], context: DetectionContext, result: RunResult): void {
    for (const record of records)
      for (const rule of this.#index.rulesFor(record.eventSource, record.eventName)) {
        if (rule.kind !== 'single') continue
        try {
          const match = rule.detection.evaluate(record, context, rule.parameters)
          if (!match) continue
          const atMs = record.eventTime.getTime()
          const extent = { atMs, lastAtMs: atMs, count: 1, records: 1, eventIds: [record.eventId] }
          result.hits.push(makeHit(rule, record, match, extent, context))
        } catch (error) {
          result.failures.push(failureOf(rule.detection.id, record.eventId, error))
        }
      }
  }

  /** Records beyond the bound teach nothing: what came before them is no longer remembered well enough. */
  #advance(
    records: readonly TrailRecord[],
    before: ReadonlyMap<string, Progress | undefined>,
    state: EngineState,
  ): Map<string, Progress> {
    const progress = new Map<string, Progress>()
    for (const { accountId, eventTime } of records) {
      const timeMs = eventTime.getTime()
      const earlier = before.get(accountId)
      if (this.#isTooLate(timeMs, earlier)) continue
      const now = progress.get(accountId) ?? earlier ?? { learningSinceMs: timeMs, newestMs: timeMs }
      if (timeMs < now.learningSinceMs || timeMs > now.newestMs || !progress.has(accountId))
        progress.set(accountId, {
          learningSinceMs: Math.min(now.learningSinceMs, timeMs),
          newestMs: Math.max(now.newestMs, timeMs),
        })
    }
    for (const [accountId, now] of progress) state.setProgress(accountId, now)
    return progress
  }

  #inTime(
    groups: readonly Group[],
    before: ReadonlyMap<string, Progress | undefined>,
    result: RunResult,
  ): Group[] {
    const tooLate = new Set<TrailRecord>()
    const inTime = groups.flatMap((group) => {
      const progress = before.get(group.accountId)
      if (!progress) return [group]
      const selected = group.selected.filter(({ timeMs, record }) => {
        const isLate = this.#isTooLate(timeMs, progress)
        if (isLate) tooLate.add(record)
        return !isLate
      })
      return selected.length === 0 ? [] : [{ ...group, selected }]
    })
    result.tooLate.push(...tooLate)
    return inTime
  }

  #isTooLate(timeMs: number, progress: Progress | undefined): boolean {
    return progress !== undefined && timeMs < progress.newestMs - this.latenessMs
  }
}

function progressBefore(
  records: readonly TrailRecord[],
  state: EngineState,
): Map<string, Progress | undefined> {
  const before = new Map<string, Progress | undefined>()
  for (const { accountId } of records)
    if (!before.has(accountId)) before.set(accountId, state.progressOf(accountId))
  return before
}

function runGroup(group: Group, at: Surroundings): Hit[] {
  const { rule } = group
  switch (rule.kind) {
    case 'threshold':
      return runThreshold({ ...group, rule }, at)
    case 'sequence':
      return runSequence({ ...group, rule }, at)
    case 'first-seen':
      return runFirstSeen({ ...group, rule }, at)
    case 'rate':
      return runRate({ ...group, rule }, at)
  }
}
