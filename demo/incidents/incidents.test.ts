import { type Event, LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail'
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListFunctionUrlConfigsCommand,
} from '@aws-sdk/client-lambda'
import { expect, it } from 'vitest'
import { clientsOf, failureOf, startForTest, wednesday } from '#demo/testing/start.ts'
import { activeAt, occurrenceAt } from './incident.ts'
import { incidents } from './index.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** A demo whose schedule hangs on Wednesday and whose clock the test moves. */
async function startMoving() {
  const clock = { nowMs: wednesday }
  const test = await startForTest({ now: () => clock.nowMs, anchorMs: wednesday, functions: 100 })
  const series = async (
    MetricName: string,
    Stat: string,
    fn: string | undefined,
    minutes: number,
    region = 'eu-west-1',
  ) => {
    const Dimensions = fn === undefined ? [] : [{ Name: 'FunctionName', Value: fn }]
    const answer = await clientsOf(test.demo, region).cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(clock.nowMs - minutes * minuteMs),
        EndTime: new Date(clock.nowMs),
        ScanBy: 'TimestampAscending',
        MetricDataQueries: [
          {
            Id: 'a',
            MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions }, Period: 60, Stat },
          },
        ],
      }),
    )
    return answer.MetricDataResults?.[0]?.Values ?? []
  }
  const trail = async (
    AttributeValue: string,
    AttributeKey: 'ResourceName' | 'Username' = 'ResourceName',
    hours = 3,
  ) => {
    const events: Event[] = []
    const input = {
      StartTime: new Date(clock.nowMs - hours * hourMs),
      EndTime: new Date(clock.nowMs),
      LookupAttributes: [{ AttributeKey, AttributeValue }],
    }
    for await (const page of paginateLookupEvents({ client: test.cloudtrail }, input))
      events.push(...(page.Events ?? []))
    return events.map((event) => JSON.parse(event.CloudTrailEvent ?? ''))
  }
  return { ...test, clock, series, trail }
}

function incident(id: string) {
  const found = incidents.find((candidate) => candidate.id === id)
  if (!found) throw new Error(`no incident ${id}`)
  return found
}

it("shows two incidents at work and the people's changes within the hour whenever it starts", async () => {
  for (let hour = 0; hour < 24; hour += 5) {
    const nowMs = wednesday + hour * hourMs + 9 * minuteMs
    const { demo } = await startForTest({ now: () => nowMs })
    const estate = await (await fetch(`${demo.endpoint}/__demo/estate?hours=1`)).json()
    const active = estate.incidents.map(({ id }: { id: string }) => id)
    expect(active).toEqual(
      expect.arrayContaining(['throttle-storm', 'timeout-wave', 'code-overwritten', 'public-url']),
    )
    for (const { id, start } of estate.incidents) {
      if (id === 'public-url' || id === 'code-overwritten')
        expect(nowMs - Date.parse(start)).toBeLessThan(hourMs)
    }
  }
})

it('begins every incident within any six hours', () => {
  for (let t = wednesday; t < wednesday + 24 * hourMs; t += 20 * minuteMs) {
    for (const one of incidents) {
      expect(t - occurrenceAt(one, wednesday, t).startMs).toBeLessThanOrEqual(6 * hourMs)
    }
  }
})

it('throttle storm: the reserved concurrency is full, the account is over 80 %, throttles rise', async () => {
  const { clock, series, lambda } = await startMoving()
  clock.nowMs = wednesday + 20 * minuteMs
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}))
  const [own, account, throttles] = await Promise.all([
    series('ConcurrentExecutions', 'Maximum', 'orders-event-fanout', 10),
    series('ConcurrentExecutions', 'Maximum', undefined, 10),
    series('Throttles', 'Sum', 'orders-event-fanout', 10),
  ])
  const reserved = (AccountLimit?.ConcurrentExecutions ?? 0) * 0.82
  expect(Math.max(...own)).toBe(reserved)
  expect(Math.max(...account) / (AccountLimit?.ConcurrentExecutions ?? 1)).toBeGreaterThan(0.8)
  expect(Math.max(...account)).toBeLessThanOrEqual(AccountLimit?.ConcurrentExecutions ?? 0)
  expect(Math.min(...throttles)).toBeGreaterThan(100)
  clock.nowMs = wednesday + 90 * minuteMs
  expect(Math.max(...(await series('Throttles', 'Sum', undefined, 20)))).toBe(0)
})

it('throttle storm: begins three minutes after a deployment that configuration and trail both show', async () => {
  const { clock, series, trail, lambda } = await startMoving()
  const at = occurrenceAt(incident('throttle-storm'), wednesday, wednesday + 3 * hourMs)
  clock.nowMs = at.startMs + 20 * minuteMs
  const during = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'orders-event-fanout' }),
  )
  const updates = async () =>
    (await trail('orders-event-fanout')).filter(
      (record) => record.eventName === 'UpdateFunctionCode20150331v2',
    )
  const [update] = await updates()
  expect(Date.parse(during.LastModified ?? '')).toBe(at.startMs)
  expect(Date.parse(update.eventTime)).toBe(at.startMs)
  expect(update.responseElements).toMatchObject({ codeSha256: during.CodeSha256 })
  const throttles = await series('Throttles', 'Sum', 'orders-event-fanout', 20)
  expect([Math.max(...throttles.slice(0, 3)), Math.min(...throttles.slice(8)) > 0]).toEqual([0, true])
  clock.nowMs = at.endMs + 5 * minuteMs
  const after = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: 'orders-event-fanout' }),
  )
  const [rollback] = await updates()
  expect(after.CodeSha256).not.toBe(during.CodeSha256)
  expect(rollback.responseElements).toMatchObject({ codeSha256: after.CodeSha256 })
})

it('timeout wave: begins four minutes after a deployment that configuration and trail both show', async () => {
  const { clock, series, trail, lambda } = await startMoving()
  const at = occurrenceAt(incident('timeout-wave'), wednesday, wednesday + 3 * hourMs)
  clock.nowMs = at.startMs + 30 * minuteMs
  const during = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'checkout-api' }))
  const [update] = (await trail('checkout-api')).filter(
    (record) => record.eventName === 'UpdateFunctionCode20150331v2',
  )
  expect(Date.parse(during.LastModified ?? '')).toBe(at.startMs)
  expect(Date.parse(update.eventTime)).toBe(at.startMs)
  expect(update.userIdentity.sessionContext.sessionIssuer.userName).toBe('gha-deploy')
  expect(update.responseElements).toMatchObject({
    codeSha256: during.CodeSha256,
    revisionId: during.RevisionId,
  })
  const [alias] = (await trail('checkout-api')).filter((record) => record.eventName === 'UpdateAlias20150331')
  const { Aliases } = await lambda.send(new ListAliasesCommand({ FunctionName: 'checkout-api' }))
  expect(alias.requestParameters.functionVersion).toBe(Aliases?.[0]?.FunctionVersion)
  const longest = await series('Duration', 'Maximum', 'checkout-api', 30)
  const errors = await series('Errors', 'Sum', 'checkout-api', 30)
  const timeoutMs = (during.Timeout ?? 0) * 1000
  expect(longest.slice(0, 4).every((ms) => ms < timeoutMs)).toBe(true)
  expect(longest.slice(5).every((ms) => ms === timeoutMs)).toBe(true)
  expect(Math.min(...errors.slice(5))).toBeGreaterThan(Math.max(...errors.slice(0, 4)))
  clock.nowMs = at.endMs + 5 * minuteMs
  const after = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'checkout-api' }))
  expect(after.CodeSha256).not.toBe(during.CodeSha256)
  expect(Math.max(...(await series('Duration', 'Maximum', 'checkout-api', 4)))).toBeLessThan(timeoutMs)
})

it('code overwritten: a person in the console, then CI puts the same code back', async () => {
  const { clock, trail, lambda } = await startMoving()
  const at = occurrenceAt(incident('code-overwritten'), wednesday, wednesday + 4 * hourMs)
  const read = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'invoice-render' }))
  clock.nowMs = at.startMs - minuteMs
  const before = await read()
  clock.nowMs = at.startMs + 10 * minuteMs
  const during = await read()
  expect(during.CodeSha256).not.toBe(before.CodeSha256)
  const [update] = (await trail('invoice-render')).filter(
    (record) => record.eventName === 'UpdateFunctionCode20150331v2',
  )
  expect(update).toMatchObject({
    sessionCredentialFromConsole: 'true',
    responseElements: { codeSha256: during.CodeSha256 },
  })
  const session = await trail(update.userIdentity.principalId.split(':')[1], 'Username')
  expect(session.map((record) => record.eventName)).toContain('ConsoleLogin')
  clock.nowMs = at.endMs + 5 * minuteMs
  expect((await read()).CodeSha256).toBe(before.CodeSha256)
  const [restore] = (await trail('invoice-render')).filter(
    (record) => record.eventName === 'UpdateFunctionCode20150331v2',
  )
  expect(restore.responseElements.codeSha256).toBe(before.CodeSha256)
  expect(restore).not.toHaveProperty('sessionCredentialFromConsole')
})

it('public URL: in configuration, policy and trail while it lasts, gone afterwards', async () => {
  const { clock, trail, lambda } = await startMoving()
  const at = occurrenceAt(incident('public-url'), wednesday, wednesday + 4 * hourMs)
  const FunctionName = 'shipping-partner-webhook'
  const urls = async () =>
    (await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }))).FunctionUrlConfigs ?? []
  clock.nowMs = at.startMs - minuteMs
  expect(await urls()).toEqual([])
  clock.nowMs = at.startMs + 30 * minuteMs
  expect(await urls()).toMatchObject([{ AuthType: 'NONE' }])
  const policy = JSON.parse((await lambda.send(new GetPolicyCommand({ FunctionName }))).Policy ?? '')
  const open = policy.Statement.find(
    (statement: { Action: string }) => statement.Action === 'lambda:InvokeFunctionUrl',
  )
  expect(open.Condition).toEqual({ StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } })
  const records = await trail(FunctionName)
  const created = records.find((record) => record.eventName === 'CreateFunctionUrlConfig')
  const added = records.find(
    (record) =>
      record.eventName === 'AddPermission20150331v2' && record.requestParameters.functionUrlAuthType,
  )
  expect(created.requestParameters.authType).toBe('NONE')
  expect(created.responseElements.functionUrl).toBe((await urls())[0]?.FunctionUrl)
  expect(added.requestParameters).toMatchObject({ principal: '*', functionUrlAuthType: 'NONE' })
  expect(JSON.parse(added.responseElements.statement)).toEqual(open)
  clock.nowMs = at.endMs + 5 * minuteMs
  expect(await urls()).toEqual([])
  const names = (await trail(FunctionName)).map((record) => record.eventName)
  expect(names).toEqual(expect.arrayContaining(['DeleteFunctionUrlConfig', 'RemovePermission20150331v2']))
  const after = await lambda.send(new GetPolicyCommand({ FunctionName })).then(
    (answer) => answer.Policy,
    () => '',
  )
  expect(after).not.toContain('FunctionURLAllow')
})

it("leaked credential: the function's own session from a foreign address, with refused calls", async () => {
  const { clock, trail } = await startMoving()
  clock.nowMs =
    occurrenceAt(incident('leaked-credential'), wednesday, wednesday + 5 * hourMs).endMs + 5 * minuteMs
  const records = (await trail('images-resize', 'Username', 2)).filter((record) =>
    record.userAgent.startsWith('aws-cli'),
  )
  expect(records.map((record) => record.eventName)).toEqual(
    expect.arrayContaining(['GetCallerIdentity', 'ListFunctions20150331', 'ListBuckets']),
  )
  expect(new Set(records.map((record) => record.userIdentity.accessKeyId)).size).toBe(1)
  expect(records.every((record) => record.sourceIPAddress === '192.0.2.199')).toBe(true)
  expect(records.filter((record) => record.errorCode === 'AccessDenied').length).toBeGreaterThanOrEqual(3)
})

it('runaway recursion: invocations explode on a pair, drops are counted, the bill jumps', async () => {
  const { clock, series } = await startMoving()
  const runaway = incident('runaway-recursion')
  const at = occurrenceAt(runaway, wednesday, wednesday - hourMs)
  expect(at.index).toBe(-1)
  clock.nowMs = at.startMs + 30 * minuteMs
  for (const name of ['exports-split', 'exports-merge']) {
    const invocations = await series('Invocations', 'Sum', name, 60)
    expect(Math.max(...invocations)).toBeGreaterThan(100 * (invocations[0] ?? 1))
  }
  expect(
    Math.max(...(await series('RecursiveInvocationsDropped', 'Sum', 'exports-split', 15))),
  ).toBeGreaterThan(10)
  const big = runaway.chargeUsd?.(at) ?? 0
  const small = runaway.chargeUsd?.(occurrenceAt(runaway, wednesday, wednesday + hourMs)) ?? 0
  expect(big).toBeGreaterThan(50)
  expect(small).toBeLessThan(big / 5)
  expect(activeAt(runaway, wednesday, at.endMs)).toBeUndefined()
})

it('keeps an event back until a minute or more has passed', async () => {
  const { clock, cloudtrail } = await startMoving()
  const at = occurrenceAt(incident('public-url'), wednesday, wednesday + 4 * hourMs)
  const find = async () =>
    (
      await cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateFunctionUrlConfig' }],
          StartTime: new Date(at.startMs - minuteMs),
          EndTime: new Date(clock.nowMs),
        }),
      )
    ).Events
  clock.nowMs = at.startMs + 55_000
  expect(await find()).toEqual([])
  clock.nowMs = at.startMs + 3 * minuteMs
  expect(await find()).toHaveLength(1)
})

it('leaves a small estate without its players in peace', async () => {
  const { cloudtrail, lambda } = await startForTest({ functions: 3 })
  await cloudtrail.send(new LookupEventsCommand({}))
  expect(await failureOf(lambda.send(new GetPolicyCommand({ FunctionName: 'exports-merge' })))).toMatchObject(
    { name: 'ResourceNotFoundException' },
  )
})
