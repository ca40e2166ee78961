import { askHistoryJob } from './ask-history.ts'
import { backfillFiveMinutes } from './backfill-five-minutes.ts'
import { backfillMetrics } from './backfill-metrics.ts'
import { backfillTrail } from './backfill-trail.ts'
import { deriveAccount, deriveAccounts } from './derive-account.ts'
import { deriveCosts } from './derive-costs.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { listSource } from './list-source.ts'
import { maintainStore } from './maintain-store.ts'
import { pollBilling } from './poll-billing.ts'
import { pollCostExplorer } from './poll-cost-explorer.ts'
import { pollLastAccessed } from './poll-last-accessed.ts'
import { pollMetrics } from './poll-metrics.ts'
import { pollTrail } from './poll-trail.ts'
import { probeAccount } from './probe-account.ts'
import type { AnyJob } from './queue.ts'
import { readFailures } from './read-failures.ts'
import { receiveSource } from './receive-source.ts'
import { replayDetections } from './replay-detections.ts'
import { sampleLogs } from './sample-logs.ts'
import { scoreSeries } from './score-series.ts'
import { sweepRegion } from './sweep-region.ts'
import { sweepAccountSources, sweepRegionSources } from './sweep-sources.ts'
import { syncOrganization } from './sync-organization.ts'
import { syncRulesJob } from './sync-rules.ts'
import { tick } from './tick.ts'
import { trySourceJob } from './try-source.ts'
import { watchAccounts } from './watch-accounts.ts'
import { watchAllowEntriesJob } from './watch-allow-entries.ts'
import { watchExceptionsJob } from './watch-exceptions.ts'
import { watchSources } from './watch-sources.ts'

export const JOBS: readonly AnyJob[] = [
  discoverAccounts,
  tick,
  sweepRegion,
  sweepRegionSources,
  sweepAccountSources,
  pollMetrics,
  scoreSeries,
  pollBilling,
  pollCostExplorer,
  pollLastAccessed,
  pollTrail,
  backfillMetrics,
  backfillFiveMinutes,
  backfillTrail,
  replayDetections,
  evaluateAccount,
  deriveAccount,
  deriveAccounts,
  deriveCosts,
  maintainStore,
  probeAccount,
  syncOrganization,
  watchAccounts,
  syncRulesJob,
  watchExceptionsJob,
  watchSources,
  receiveSource,
  listSource,
  trySourceJob,
  askHistoryJob,
  sampleLogs,
  readFailures,
  watchAllowEntriesJob,
] as unknown as readonly AnyJob[]
