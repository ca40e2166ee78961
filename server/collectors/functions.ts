import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import type { CallContext } from '#server/aws/call.ts'
import { paginate } from '#server/aws/paginate.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asObject, asText, isObject, type JsonObject } from '#server/domain/json.ts'
import type { FunctionRecord, FunctionVersion } from '#server/domain/records/function-record.ts'
import { SECOND_MS } from '#server/domain/time.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { FUNCTION_OPERATIONS, TAGS_WITH_FUNCTION } from './function-operations.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { unseen } from './read-field.ts'
import { readVersion } from './read-function-side.ts'
import { readOneFunction } from './read-one-function.ts'
import { UnseenProbes } from './unseen-probes.ts'

/** Up to so many functions a region, everything is asked for on the first sweep: about seven calls a function, not three. */
const THOROUGH_UP_TO = 500
const BATCHING = { width: 6, batchSize: 50, patienceMs: 2 * SECOND_MS }

export const functions = defineCollector<FunctionRecord>({
  id: 'functions',
  title: 'Functions',
  scope: 'region',
  kind: 'function',
  operations: Object.values(FUNCTION_OPERATIONS),
  besides: [TAGS_WITH_FUNCTION],
  async *collect(context): AsyncGenerator<FunctionRecord[], Completion> {
    const { names, versions } = await readVersions(context)
    const sweep = { versions, thorough: names <= THOROUGH_UP_TO, probes: new UnseenProbes() }
    const pages = paginate(context, {
      operation: FUNCTION_OPERATIONS.listFunctions,
      command: (Marker) => new ListFunctionsCommand({ Marker, MaxItems: 50 }),
      items: 'Functions',
      token: 'NextMarker',
    })
    let allRead = true
    const read = async (item: unknown): Promise<FunctionRecord | undefined> => {
      const listed = asObject(item)
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
    for (;;) {
      const page = await pages.next()
      if (page.done) return { complete: page.value.complete && allRead }
      const batches = mapConcurrently(page.value, { ...BATCHING, clock: context.clock }, read)
      for await (const batch of batches) {
        const records = batch.filter((record) => record !== undefined)
        if (records.length > 0) yield records
        context.signal.throwIfAborted()
      }
    }
  },
})

function noteUnreadable(context: CollectorContext, listed: JsonObject, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const problem = { state: 'malformed' as const, code: 'UnreadableFunction', message }
  context.report.addProblem(FUNCTION_OPERATIONS.listFunctions, problem, asText(listed.FunctionName))
}

type Versions = { names: number; versions: (functionName: string) => Field<FunctionVersion[]> }

async function readVersions(context: CallContext): Promise<Versions> {
  const byName = new Map<string, FunctionVersion[]>()
  const pages = paginate(context, {
    operation: FUNCTION_OPERATIONS.listFunctions,
    command: (Marker) => new ListFunctionsCommand({ FunctionVersion: 'ALL', Marker, MaxItems: 50 }),
    items: 'Functions',
    token: 'NextMarker',
  })
  for (;;) {
    const page = await pages.next()
    if (page.done) {
      const { complete, failure } = page.value
      if (!complete) {
        const field = failure ? unseen<FunctionVersion[]>(failure) : failed<FunctionVersion[]>('incomplete')
        return { names: byName.size, versions: () => field }
      }
      break
    }
    for (const item of page.value) {
      const name = isObject(item) ? asText(item.FunctionName) : undefined
      if (name === undefined) continue
      const list = byName.get(name) ?? []
      const version = readVersion(item)
      if (version) list.push(version)
      byName.set(name, list)
    }
  }
  for (const list of byName.values()) list.sort((a, b) => Number(a.version) - Number(b.version))
  return {
    names: byName.size,
    versions: (name) => {
      const list = byName.get(name)
      return list && list.length > 0 ? known(list) : absent()
    },
  }
}
