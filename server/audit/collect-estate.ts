import { accountSettings } from '#server/collectors/account-settings.ts'
import type { Collector, CollectorDeclaration } from '#server/collectors/define-collector.ts'
import { COLLECTORS } from '#server/collectors/index.ts'
import { listedFunctions } from '#server/collectors/listed-functions.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { AuditRun, AuditTarget } from './audit-run.ts'
import { inputOf, type Round, roundOf } from './collector-inputs.ts'
import { readPolicies, readWhatMatters, sayWhatIsLeftOut, triggersIn } from './read-functions.ts'
import { readReservedConcurrency } from './read-reserved-concurrency.ts'

const THOROUGH_UP_TO = 500
/** How many regions are listed at a time. */
const REGIONS_AT_A_TIME = 6

type ResourceCollector = Collector<ResourceRecord, unknown>

/** Functions and settings are read in an order of their own; code is not downloaded. */
const NOT_RUN = new Set(['function', 'account-settings', 'code-package'])

const isRun = (collector: CollectorDeclaration): collector is ResourceCollector =>
  collector.kind !== undefined && !NOT_RUN.has(collector.kind)

const RESOURCES = COLLECTORS.filter(isRun)
const collectorsOf = (scope: 'account' | 'region', round: Round) =>
  RESOURCES.filter((collector) => collector.scope === scope && roundOf(collector.id) === round)

export type Extent = {
  accounts: { id: string; partition: string; regions: readonly string[] }[]
  /** Whether everything is asked for, however many functions there are. */
  thorough: boolean
  /** Up to so many functions in all, everything is asked for anyway: about six calls a function. */
  thoroughUpTo?: number
}
export type Extended = { functions: number; thorough: boolean; withoutFunctions: AuditTarget[] }

async function runAll(run: AuditRun, target: AuditTarget, collectors: ResourceCollector[]): Promise<void> {
  const records = run.recordsOf(target)
  await Promise.all(
    collectors.map((collector) => run.read(target, collector, inputOf(collector.id, records, target.region))),
  )
}

/** Reads everything that checks look at, of all accounts and regions. A region without functions is only listed. */
export async function collectEstate(run: AuditRun, extent: Extent): Promise<Extended> {
  const targets = extent.accounts.flatMap(({ regions, ...account }) =>
    regions.map((region): AuditTarget => ({ account, region })),
  )
  const globals = extent.accounts.map(({ id, partition }) => ({
    account: { id, partition },
    region: GLOBAL_REGION,
  }))
  const ofAccounts = Promise.all(
    globals.map((target) => runAll(run, target, collectorsOf('account', 'listed'))),
  )
  const listed = await listAll(run, targets)
  const functions = listed.reduce((sum, { count }) => sum + count, 0)
  const thorough = extent.thorough || functions <= (extent.thoroughUpTo ?? THOROUGH_UP_TO)
  const active = listed.filter(({ count }) => count > 0).map(({ target }) => target)
  const settings = Promise.all(active.map((target) => run.read(target, accountSettings, undefined)))
  await Promise.all([
    ofAccounts,
    ...active.flatMap((target) => [
      readPolicies(run, target, thorough),
      runAll(run, target, collectorsOf('region', 'listed')),
    ]),
  ])
  const triggers = triggersIn(run)
  await Promise.all(
    active.map(async (target) => {
      await readWhatMatters(run, target, triggers)
      await runAll(run, target, collectorsOf('region', 'read'))
      await runAll(run, target, collectorsOf('region', 'last'))
    }),
  )
  await settings
  for (const target of active) await readReservedConcurrency(run, target, triggers)
  for (const target of active) sayWhatIsLeftOut(run, target)
  const withoutFunctions = listed.filter(({ count }) => count === 0).map(({ target }) => target)
  return { functions, thorough, withoutFunctions }
}

async function listAll(run: AuditRun, targets: AuditTarget[]) {
  const listed: { target: AuditTarget; count: number }[] = []
  const waiting = [...targets]
  const worker = async () => {
    for (let target = waiting.shift(); target; target = waiting.shift()) {
      const functions = await run.read(target, listedFunctions, undefined)
      listed.push({ target, count: functions.length })
    }
  }
  await Promise.all(Array.from({ length: REGIONS_AT_A_TIME }, worker))
  return listed
}
