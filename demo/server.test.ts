import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam'
import { type LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda'
import { expect, it } from 'vitest'
import { startForTest, wednesday } from './testing/start.ts'

async function functionsOf(lambda: LambdaClient) {
  const all = []
  for await (const page of paginateListFunctions({ client: lambda }, {})) all.push(...(page.Functions ?? []))
  return all
}

async function everything(seed: number) {
  const { lambda, cloudwatch, cloudtrail, iam, demo } = await startForTest({ seed, functions: 120 })
  const Metric = { Namespace: 'AWS/Lambda', MetricName: 'Invocations' }
  const metrics = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(wednesday - 3_600_000),
      EndTime: new Date(wednesday),
      MetricDataQueries: [{ Id: 'a', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    }),
  )
  const events = await cloudtrail.send(new LookupEventsCommand({}))
  const roles = await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))
  return {
    credentials: demo.credentials,
    accounts: demo.accounts,
    functions: await functionsOf(lambda),
    values: metrics.MetricDataResults?.[0]?.Values,
    events: events.Events,
    roles: roles.RoleDetailList,
  }
}

it('answers the same for the same seed and clock, and otherwise for another seed', async () => {
  const first = await everything(7)
  expect(await everything(7)).toEqual(first)
  const other = await everything(8)
  expect(other.functions).not.toEqual(first.functions)
  expect(other.values).not.toEqual(first.values)
})

it('shares the functions over accounts and regions, to the last one', async () => {
  for (const [functions, accounts] of [
    [0, 1],
    [1, 1],
    [7, 2],
    [200, 2],
    [1000, 7],
  ] as const) {
    const { demo } = await startForTest({ functions, accounts })
    const estate = await (await fetch(`${demo.endpoint}/__demo/estate?hours=1`)).json()
    const counts = estate.accounts.flatMap((account: { regions: Record<string, { functions: number }> }) =>
      Object.values(account.regions).map((region) => region.functions),
    )
    expect(counts.reduce((a: number, b: number) => a + b, 0)).toBe(functions)
    expect(new Set(demo.accounts.map((account) => account.id)).size).toBe(accounts)
  }
})

it('knows neither other services nor other control endpoints', async () => {
  const { demo } = await startForTest()
  expect((await fetch(`${demo.endpoint}/anything`)).status).toBe(404)
  expect((await fetch(`${demo.endpoint}/__demo/other`)).status).toBe(404)
  expect((await fetch(`${demo.endpoint}/__demo/estate?hours=0`)).status).toBe(400)
})

function run(...options: string[]) {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  return spawn(process.execPath, [main, ...options], { stdio: ['pipe', 'pipe', 'pipe'] })
}

it('prints one line when ready, and stops when its parent goes', async () => {
  const child = run('--port', '0', '--functions', '20', '--exit-with-parent')
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const ready = JSON.parse(line)
  expect(ready).toMatchObject({
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    accessKeyId: expect.stringMatching(/^AKIA/),
    accounts: [
      {
        id: '111122223333',
        name: 'production',
        home: true,
        roleArn: 'arn:aws:iam::111122223333:role/SightlineReadOnly',
      },
      {
        id: '444455556666',
        home: false,
        externalId: expect.any(String),
        regions: ['eu-west-1', 'us-east-1'],
      },
    ],
  })
  expect((await fetch(`${ready.endpoint}/__demo/estate?hours=1`)).status).toBe(200)
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('stops on SIGTERM', async () => {
  const child = run('--functions', '5')
  await once(createInterface({ input: child.stdout }), 'line')
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it.each([
  [['--functions', 'many'], '--functions must be a number'],
  [['--now', 'teatime'], '--now must be a time'],
  [['--faults', '/nonexistent.json'], 'ENOENT'],
])('refuses %j with one sentence', async (options, sentence) => {
  const child = run(...options)
  const [line] = await once(createInterface({ input: child.stderr }), 'line')
  expect(line).toContain(sentence)
  expect(await once(child, 'exit')).toEqual([1, null])
})
