import { asText, type JsonObject } from '#server/domain/json.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { SECOND_MS } from '#server/domain/time.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { listFunctions } from './function-listing.ts'
import { FUNCTION_OPERATIONS, TAGS_WITH_FUNCTION } from './function-operations.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { readOneFunction } from './read-one-function.ts'
import { UnseenProbes } from './unseen-probes.ts'

/** Up to so many functions a region, everything is asked for on the first sweep: about seven calls a function, not three. */
const THOROUGH_UP_TO = 500
/** Share of a region's functions for which each later sweep asks what the first one left out: all within six hours. */
const COMPLETED_A_SWEEP = 0.015
const BATCHING = { batchSize: 50, patienceMs: 2 * SECOND_MS }

/**
 * How many functions are read at a time: enough that AWS's rate is what a sweep waits for, and more where there are
 * more, so that regions end about together where it is the processor that they wait for.
 */
const widthFor = (names: number) => Math.min(48, Math.max(4, Math.ceil(names / 20)))

export const functions = defineCollector<FunctionRecord>({
  id: 'functions',
  title: 'Functions',
  scope: 'region',
  kind: 'function',
  reusesStored: true,
  operations: Object.values(FUNCTION_OPERATIONS),
  besides: [TAGS_WITH_FUNCTION],
  async *collect(context): AsyncGenerator<FunctionRecord[], Completion> {
    const { latest, versions, complete } = await listFunctions(context)
    const thorough = latest.length <= (context.thoroughUpTo ?? THOROUGH_UP_TO)
    const sweep = {
      versions,
      thorough,
      completesReach: context.completesReach ?? false,
      toComplete: thorough ? latest.length : Math.ceil(latest.length * COMPLETED_A_SWEEP),
      probes: new UnseenProbes(),
    }
    let allRead = true
    const read = async (listed: JsonObject): Promise<FunctionRecord | undefined> => {
      const arn = asText(listed.FunctionArn)
      try {
        if (arn === undefined || asText(listed.FunctionName) === undefined)
          throw new TypeError('a listed function has no name or ARN')
        return await readOneFunction(context, sweep, listed)
      } catch (error) {
        allRead = false
        if (context.signal.aborted) return undefined
        noteUnreadable(context, listed, error)
        const previous = arn === undefined ? undefined : context.previous(arn)
        return previous?.kind === 'function' ? previous : undefined
      }
    }
    const batches = mapConcurrently(
      latest,
      { ...BATCHING, width: widthFor(latest.length), clock: context.clock },
      read,
    )
    for await (const batch of batches) {
      const records = batch.filter((record) => record !== undefined)
      if (records.length > 0) yield records
      context.signal.throwIfAborted()
    }
    return { complete: complete && allRead }
  },
})

function noteUnreadable(context: CollectorContext, listed: JsonObject, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const problem = { state: 'malformed' as const, code: 'UnreadableFunction', message }
  context.report.addProblem(FUNCTION_OPERATIONS.listFunctions, problem, asText(listed.FunctionName))
}
