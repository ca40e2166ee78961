import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import { scopesChangedBy } from '#server/jobs/source-collectors.ts'
import { sweepRegion } from '#server/jobs/sweep-region.ts'
import { sweepAccountSources, sweepRegionSources } from '#server/jobs/sweep-sources.ts'
import { linkVersions } from '#server/store/link-versions.ts'

/** What changed longer ago is looked at before long anyway. */
const FRESH_MS = HOUR_MS
/** Versions are tied to events of so long before. */
const LINKED_MS = 2 * DAY_MS

/** Has looked at again what new events say was changed, and ties them to the versions that they made. */
export async function followEvents(context: WorkerContext, added: readonly TrailRecord[]): Promise<void> {
  const now = new Date(context.clock())
  const writes = added.filter(({ readOnly, errorCode }) => readOnly !== true && errorCode === null)
  const isLambda = (record: TrailRecord) => record.eventSource === 'lambda.amazonaws.com'
  const ageMs = (record: TrailRecord) => now.getTime() - record.eventTime.getTime()
  for (const [accountId, ofAccount] of Map.groupBy(writes, (record) => record.accountId)) {
    if (ofAccount.some((record) => isLambda(record) && ageMs(record) < LINKED_MS))
      await linkVersions(context.store.pool, accountId, now)
    const fresh = ofAccount.filter((record) => ageMs(record) < FRESH_MS)
    for (const [region, ofRegion] of Map.groupBy(fresh, (record) => record.region)) {
      if (ofRegion.some(isLambda)) await context.send(sweepRegion, { accountId, region })
      if (scopesChangedBy(ofRegion).includes('region'))
        await context.send(sweepRegionSources, { accountId, region })
    }
    if (scopesChangedBy(fresh).includes('account')) await context.send(sweepAccountSources, { accountId })
  }
}
