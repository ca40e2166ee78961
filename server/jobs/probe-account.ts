import { RunReport } from '#server/aws/run-report.ts'
import { type PermissionProbe, probePermissions } from '#server/collectors/probe-permissions.ts'
import { jsonText } from '#server/store/json-text.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { accountInput, findTarget, watchedAccounts } from './targets.ts'

type Result = Pick<PermissionProbe, 'permission' | 'state' | 'hides' | 'message'>
type Stored = { at: string; state: 'running' | 'done' | 'failed'; reason: string | null; results: Result[] }

/** Operations that share a permission make one line: the worst of them. */
function add(results: Map<string, Result>, probe: PermissionProbe): void {
  const permission = probe.permission || probe.operation
  const before = results.get(permission)
  const rank = { denied: 2, unknown: 1, allowed: 0 }
  if (before && rank[before.state] >= rank[probe.state]) return
  results.set(permission, { permission, state: probe.state, hides: probe.hides, message: probe.message })
}

async function regionOf(context: WorkerContext, accountId: string): Promise<string> {
  const accounts = await watchedAccounts(context.store.pool, context.env.SIGHTLINE_REGIONS)
  return accounts.find(({ id }) => id === accountId)?.regions[0] ?? process.env.AWS_REGION ?? 'us-east-1'
}

/** Tries each permission once in an account, and keeps what came of it in the setting `probe:<account>`. */
export const probeAccount = defineJob({
  name: 'probe-account',
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 2,
  expireInSeconds: 900,
  async run(context, { accountId }, signal) {
    const { store, clock, aws } = context
    const results = new Map<string, Result>()
    const save = (state: Stored['state'], reason: string | null = null) =>
      store.pool.query(
        `INSERT INTO setting (key, value, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, updated_at = EXCLUDED.updated_at`,
        [
          `probe:${accountId}`,
          jsonText({
            at: new Date(clock()).toISOString(),
            state,
            reason,
            results: [...results.values()],
          } satisfies Stored),
          new Date(clock()),
        ],
      )
    const region = await regionOf(context, accountId)
    const target = await findTarget(context, { accountId, region })
    if (!target) {
      await save('failed', 'The account is switched off.')
      return
    }
    aws.register(target.account)
    await save('running')
    const account = { id: accountId, partition: target.account.partition }
    const call = { account, region, clients: aws.clients, clock, signal, report: new RunReport() }
    try {
      for await (const probe of probePermissions(call)) add(results, probe)
      await save('done')
    } catch (error) {
      await save('failed', 'The test was broken off.')
      throw error
    }
  },
})
