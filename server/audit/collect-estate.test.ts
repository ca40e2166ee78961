import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type DemoAws, startDemoAws } from '#demo/server.ts'
import { AwsAccess } from '#server/aws/access.ts'
import { CHECKS } from '#server/checks/index.ts'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { Estate } from '#server/domain/posture/estate.ts'
import { fingerprintWith } from '#server/domain/secrets/fingerprint.ts'
import { VERDICT_STATES, type VerdictState } from '#server/domain/verdict.ts'
import { findingsOf } from '#server/posture-report/findings-of.ts'
import { AuditRun } from './audit-run.ts'
import { CallTally } from './call-tally.ts'
import { collectEstate } from './collect-estate.ts'
import { leftOutVerdict } from './left-out.ts'

const REGION = 'eu-west-1'
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })
let aws: DemoAws
beforeAll(async () => {
  aws = await startDemoAws({ functions: 120, accounts: 1, rateScale: 0 })
  vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint)
  vi.stubEnv('AWS_ACCESS_KEY_ID', aws.credentials.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', aws.credentials.secretAccessKey)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await aws.close()
})

async function read(thoroughUpTo: number) {
  const calls = new CallTally(undefined)
  const access = new AwsAccess({ limiter: calls, region: REGION })
  const run = new AuditRun({
    access,
    clock: Date.now,
    signal: new AbortController().signal,
    fingerprint: fingerprintWith(new Uint8Array(32)),
  })
  const [account] = aws.accounts
  if (!account) throw new RangeError('the demo has no account')
  const accounts = [{ id: account.id, partition: 'aws', regions: [REGION] }]
  access.register({ id: account.id, roleArn: null, externalId: null })
  const extended = await collectEstate(run, { accounts, thorough: false, thoroughUpTo })
  access.clients.close()
  const { records, collected } = run
  const table = await loadActionTable()
  return { estate: new Estate({ records, collected, now: Date.parse('2026-11-20'), table }), calls, extended }
}

function verdictsOf(estate: Estate) {
  const verdicts = new Map<string, { state: VerdictState; why: string }>()
  const checks = CHECKS.map((check) => ({ check }))
  const statuses = new Set(VERDICT_STATES)
  for (const one of findingsOf({
    records: estate.records,
    around: estate,
    checks,
    statuses,
    insteadOf: leftOutVerdict,
  }))
    verdicts.set(`${one.checkId} ${one.resourceArn}`, { state: one.status, why: one.summary })
  return verdicts
}

it('says, with calls spared, of nothing that it passes which fails, and finds what the thorough look finds', async () => {
  const thorough = await read(500)
  const spared = await read(0)
  expect(spared.extended.functions).toBe(thorough.extended.functions)
  expect(spared.calls.total).toBeLessThan(thorough.calls.total)
  const [before, after] = [verdictsOf(thorough.estate), verdictsOf(spared.estate)]
  const turned = [...before].flatMap(([key, { state, why }]) => {
    const now = after.get(key)
    if (!now || now.state === state || now.state === 'unknown') return []
    return [{ key, state, why, now }]
  })
  expect(turned.filter(({ state, now }) => state === 'fail' || now.state === 'fail')).toEqual([])
  const failing = (verdicts: typeof before) =>
    [...verdicts].filter(([, { state }]) => state === 'fail').map(([key]) => key)
  expect(failing(after).length).toBeGreaterThan(failing(before).length * 0.9)
})
