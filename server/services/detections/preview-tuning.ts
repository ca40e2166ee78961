import type { z } from 'zod'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { RateLimitedError } from '#server/errors.ts'
import { type PreviewedHit, previewReplay } from '#server/ingest/preview-replay.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { validParameters } from '#server/services/parameter-rows.ts'
import { findDetection, readCatalogue } from './catalogue.ts'
import type { previewTuningInput, TuningPreview } from './schema.ts'
import { readTunings } from './tunings.ts'

type Input = { id: string } & z.infer<typeof previewTuningInput>
type Row = TuningPreview['gained'][number]

const SHOWN = 100
/** Each reads stored records for up to twenty seconds: more at once would stand in the way of everybody else. */
const MAX_AT_ONCE = 2
let running = 0

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= MAX_AT_ONCE) throw new RateLimitedError(20)
  running += 1
  try {
    return await run()
  } finally {
    running -= 1
  }
}

/** What makes two hits of two runs the same one: a stretch that began elsewhere because more counts is still the same. */
const overlaps = (a: PreviewedHit, b: PreviewedHit) => a.at <= b.lastAt && b.at <= a.lastAt

function toRow(hit: PreviewedHit): Row {
  const { title, severity, actorName, accountId, region, functionName, eventIds } = hit
  return { at: hit.at.toISOString(), title, severity, actorName, accountId, region, functionName, eventIds }
}

/** Hits of one run that the other has not. */
function onlyIn(hits: readonly PreviewedHit[], others: readonly PreviewedHit[]): PreviewedHit[] {
  const byFingerprint = Map.groupBy(others, (hit) => hit.fingerprint)
  return hits
    .filter((hit) => !byFingerprint.get(hit.fingerprint)?.some((other) => overlaps(hit, other)))
    .sort((a, b) => b.at.getTime() - a.at.getTime())
}

function changedSeverity(before: readonly PreviewedHit[], after: readonly PreviewedHit[]): number {
  const byFingerprint = Map.groupBy(before, (hit) => hit.fingerprint)
  return after.filter((hit) =>
    byFingerprint
      .get(hit.fingerprint)
      ?.some((other) => overlaps(hit, other) && other.severity !== hit.severity),
  ).length
}

function byDay(from: Date, to: Date, before: readonly PreviewedHit[], after: readonly PreviewedHit[]) {
  const dayOf = (hit: PreviewedHit) => floorTo(hit.at.getTime(), DAY_MS)
  const counts = { before: Map.groupBy(before, dayOf), after: Map.groupBy(after, dayOf) }
  const days: TuningPreview['days'] = []
  for (let dayMs = floorTo(from.getTime(), DAY_MS); dayMs <= to.getTime(); dayMs += DAY_MS)
    days.push({
      at: new Date(dayMs).toISOString(),
      before: counts.before.get(dayMs)?.length ?? 0,
      after: counts.after.get(dayMs)?.length ?? 0,
    })
  return days
}

/** Runs a detection over the stored records as it is tuned and as it would be, and says what is different; nothing is kept. @throws NotFoundError, InvalidInputError, RateLimitedError */
export async function previewTuning(
  context: Context,
  { id, days, ...change }: Input,
): Promise<TuningPreview> {
  authorise(context, 'responder')
  const detection = await findDetection(id)
  const parameters =
    change.parameters && validParameters(detection.parameters, change.parameters, 'detection')
  const now = (await readTunings(context.store.pool)).get(id)
  const to = new Date(context.clock())
  const from = new Date(to.getTime() - days * DAY_MS)
  const tuning = {
    enabled: change.enabled === undefined ? (now?.enabled ?? null) : change.enabled,
    severity: change.severity === undefined ? (now?.severity ?? null) : change.severity,
    parameters: parameters ?? now?.parameters ?? {},
  }
  const { detections } = await readCatalogue()
  const replay = () => previewReplay(context.store, { detectionId: id, tuning, from, to, detections })
  const { before, after, records, lookedTo, storedFrom } = await inTurn(replay)
  const gained = onlyIn(after, before)
  const lost = onlyIn(before, after)
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    lookedTo: lookedTo.toISOString(),
    records,
    storedFrom: storedFrom && storedFrom > from ? storedFrom.toISOString() : null,
    days: byDay(from, to, before, after),
    before: before.length,
    after: after.length,
    gained: gained.slice(0, SHOWN).map(toRow),
    lost: lost.slice(0, SHOWN).map(toRow),
    gainedTotal: gained.length,
    lostTotal: lost.length,
    changedSeverity: changedSeverity(before, after),
  }
}
