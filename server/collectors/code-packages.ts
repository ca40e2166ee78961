import { isDeepStrictEqual } from 'node:util'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import { MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { codeAddress } from './code/code-address.ts'
import { CODE_OPERATIONS } from './code/code-operations.ts'
import { type CodeDraft, withVulnerabilities } from './code/match-packages.ts'
import { osvDatabaseAt } from './code/osv-database.ts'
import { readCode } from './code/read-code.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { mapConcurrently } from './map-concurrently.ts'
import type { Batches } from './read-each.ts'

/** A function with a zip, or a layer version that functions use; without hash where none was listed. */
export type CodeOwner = { arn: string; name: string; codeSha256: string | null }

/** So many are read before what they need is looked up in the database, in one go. */
const LOOKED_UP_TOGETHER = 100
/** A first look at many functions is spread over several runs, so that nothing else of the region waits for it. */
const PATIENCE_MS = 10 * MINUTE_MS
const READING = { width: 2, batchSize: 50, patienceMs: 2 * SECOND_MS }

/**
 * What is inside functions' and layers' zips: packages, known vulnerabilities, secrets. A zip is downloaded only where the
 * administrator allows it, and only when its hash is another than the stored one; a layer's version never changes.
 */
export const codePackages = defineCollector<CodePackageRecord, readonly CodeOwner[] | undefined>({
  id: 'code-packages',
  title: 'Code packages',
  scope: 'region',
  kind: 'code-package',
  changedBy: ['lambda.amazonaws.com'],
  onlyWithFunctions: true,
  reusesStored: true,
  downloadsCode: true,
  operations: Object.values(CODE_OPERATIONS),
  async *collect(context, owners = []): Batches<CodePackageRecord> {
    if (!context.code) return { complete: false }
    const { osvFolder } = context.code
    const database = osvFolder === undefined ? undefined : osvDatabaseAt(osvFolder)
    const startedMs = context.clock()
    for (let at = 0; at < owners.length; at += LOOKED_UP_TOGETHER) {
      if (context.clock() - startedMs > PATIENCE_MS) {
        noteTheRest(context, owners.length - at)
        return { complete: false }
      }
      const drafts: CodeDraft[] = []
      const some = owners.slice(at, at + LOOKED_UP_TOGETHER)
      const batches = mapConcurrently(some, { ...READING, clock: context.clock }, (owner) =>
        draftOf(context, owner),
      )
      for await (const batch of batches) drafts.push(...batch.filter((draft) => draft !== undefined))
      context.signal.throwIfAborted()
      const records = await withVulnerabilities(drafts, database)
      yield records.map((record) => asStored(context, record))
    }
    return { complete: true }
  },
})

function noteTheRest(context: CollectorContext, count: number): void {
  const message = `the next run goes on with the code of ${count} functions and layers`
  const problem = { state: 'failed' as const, code: 'NotFinished', message }
  context.report.addProblem(CODE_OPERATIONS.getFunction, problem)
}

/** Undefined where the owner is gone. */
async function draftOf(context: CollectorContext, owner: CodeOwner): Promise<CodeDraft | undefined> {
  const stored = context.previous(`${owner.arn}:code`)
  const previous = stored?.kind === 'code-package' ? stored : undefined
  if (previous && isRead(previous) && isSameCode(owner, previous)) return { record: previous }
  const address = await codeAddress(context, owner)
  return address === 'gone' ? undefined : readCode(context, owner, address)
}

/** What could not be downloaded is tried again; a zip that was refused stays the same zip. */
const isRead = ({ codeSha256 }: CodePackageRecord) => codeSha256 !== ''

const isSameCode = (owner: CodeOwner, { codeSha256 }: CodePackageRecord) =>
  owner.codeSha256 === null || owner.codeSha256 === codeSha256

/** A record that says what is stored is that very record, so that nothing is written. */
function asStored(context: CollectorContext, record: CodePackageRecord): CodePackageRecord {
  const stored = context.previous(record.arn)
  return stored?.kind === 'code-package' && isDeepStrictEqual(stored, record) ? stored : record
}
