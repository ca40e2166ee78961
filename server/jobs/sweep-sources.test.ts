import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { absent, known } from '#server/domain/field.ts'
import type { EventRuleRecord } from '#server/domain/records/event-rule-record.ts'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { markDeleted, saveResources } from '#server/store/save-resources.ts'
import { ACCOUNT, functionRecord, REGION } from '#server/testing/records/function-record.ts'
import { trailRecord } from '#server/testing/records/trail-record.ts'
import { saveEvents } from '#server/testing/save-events.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { createWorker } from '#server/testing/worker-context.ts'
import type { SourceCollector } from './source-collectors.ts'
import { sweepSources } from './sweep-sources.ts'

/** Events are stored at the database's time, so that sweeps are near it. */
const START = Date.now()
const TARGET = {
  account: { id: ACCOUNT, partition: 'aws', roleArn: null, externalId: null },
  region: REGION,
}
let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE resource, resource_version, collector_run, collector_cursor, trail_event CASCADE',
  )
  await saveResources(db.pool, [functionRecord('a')], { id: null, now: new Date(START) })
})
afterAll(() => db.drop())

const ruleOf = (name: string): EventRuleRecord => ({
  kind: 'event-rule',
  arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${name}`,
  name,
  accountId: ACCOUNT,
  region: REGION,
  bus: 'default',
  state: known('ENABLED'),
  schedule: absent(),
  pattern: absent(),
  managedBy: absent(),
  targets: absent(),
  unknownFields: [],
})

function fake(id: string, more: Partial<SourceCollector> = {}) {
  const state = { runs: 0, complete: true, names: ['one'], told: undefined as unknown }
  const collector: SourceCollector = {
    id,
    title: id,
    scope: 'region',
    kind: 'event-rule',
    changedBy: ['events.amazonaws.com'],
    operations: [],
    async *collect(_, input) {
      state.runs += 1
      state.told = input
      yield state.names.map(ruleOf)
      return { complete: state.complete }
    },
    ...more,
  }
  return { collector, state }
}

/** Sweeps so many minutes after the start, and gives the jobs that it sent. */
async function sweep(minutes: number, ...collectors: SourceCollector[]): Promise<string[]> {
  const { context, take } = createWorker(db, { clock: () => START + minutes * MINUTE_MS })
  await sweepSources(context, TARGET, collectors, new AbortController().signal)
  return take()
}

async function happened(eventName: string, more: object = {}) {
  const record = trailRecord({
    eventID: `${eventName}-${Math.random()}`,
    eventSource: 'events.amazonaws.com',
    eventName,
    eventTime: new Date(START).toISOString(),
    ...more,
  })
  await saveEvents(db.pool, [record])
}

describe('a source', () => {
  it('is listed the first time, and has what hangs on it worked out', async () => {
    const { collector, state } = fake('rules')
    const sent = await sweep(0, collector)
    expect(state.runs).toBe(1)
    expect(sent).toContain(`evaluate-account ${ACCOUNT}`)
    expect(sent).toContain(`derive-account ${ACCOUNT}`)
  })

  it('is not listed again while nothing says that it changed, but once an hour', async () => {
    const { collector, state } = fake('rules')
    for (const minutes of [0, 5, 20, 59]) await sweep(minutes, collector)
    expect(state.runs).toBe(1)
    expect(await sweep(60, collector)).toEqual([])
    expect(state.runs).toBe(2)
  })

  it.each([
    ['a successful write', 'PutRule', {}, 2],
    ['a failed write', 'PutRule', { errorCode: 'AccessDenied' }, 1],
    ['a read', 'DescribeRule', { readOnly: true }, 1],
    ['a write on another service', 'PutRule', { eventSource: 'sns.amazonaws.com' }, 1],
    ['a write in another region', 'PutRule', { awsRegion: 'ap-south-1' }, 1],
    ['traffic', 'StartExecution', {}, 1],
  ])('after %s is listed %s', async (_, eventName, more, runs) => {
    const { collector, state } = fake('rules')
    await sweep(-1, collector)
    await happened(eventName, more)
    await sweep(4, collector)
    expect(state.runs).toBe(runs)
  })

  it.each([
    ['one of them', 'AddLayerVersionPermission20181031', 2],
    ['any other', 'UpdateFunctionCode20150331v2', 1],
  ])('that only some events change is, after %s, listed %s times', async (_, eventName, runs) => {
    const { collector, state } = fake('layers', {
      changedBy: ['lambda.amazonaws.com'],
      changedOnlyBy: ['AddLayerVersionPermission'],
    })
    await sweep(-1, collector)
    await happened(eventName, { eventSource: 'lambda.amazonaws.com' })
    await sweep(4, collector)
    expect(state.runs).toBe(runs)
  })

  it('that is written to while it is listed is listed again', async () => {
    const { collector, state } = fake('rules')
    const listing = collector.collect
    collector.collect = async function* (context, input) {
      await happened('PutRule')
      return yield* listing.call(collector, context, input)
    }
    await sweep(0, collector)
    collector.collect = listing
    await sweep(5, collector)
    expect(state.runs).toBe(2)
  })

  it('whose listing broke off is tried again after a quarter of an hour, and loses nothing', async () => {
    const { collector, state } = fake('rules')
    await sweep(0, collector)
    Object.assign(state, { complete: false, names: [] })
    await sweep(60, collector)
    await sweep(70, collector)
    expect(state.runs).toBe(2)
    await sweep(75, collector)
    expect(state.runs).toBe(3)
    const { rows } = await db.pool.query(
      "SELECT name FROM resource WHERE kind = 'event-rule' AND deleted_at IS NULL",
    )
    expect(rows).toEqual([{ name: 'one' }])
  })

  it('that is of use with functions alone waits for the first, and is looked at until it is empty', async () => {
    const { collector, state } = fake('rules', { onlyWithFunctions: true })
    const removeFunctions = () =>
      markDeleted(db.pool, {
        accountId: ACCOUNT,
        region: REGION,
        kind: 'function',
        since: new Date(START + HOUR_MS),
        now: new Date(START),
      })
    await removeFunctions()
    await sweep(0, collector)
    expect(state.runs).toBe(0)
    await saveResources(db.pool, [functionRecord('a')], { id: null, now: new Date(START) })
    await sweep(5, collector)
    await removeFunctions()
    state.names = []
    for (const hours of [7, 14, 21]) await sweep(hours * 60, collector)
    expect(state.runs).toBe(2)
  })

  it('that is told what the functions name is listed again when they name something else', async () => {
    const { collector, state } = fake('event-sources')
    const deadLetter = (name: string) => ({
      ...functionRecord('a'),
      deadLetterTargetArn: { state: 'known' as const, value: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` },
    })
    await saveResources(db.pool, [deadLetter('q1')], { id: null, now: new Date(START) })
    await sweep(0, collector)
    await sweep(5, collector)
    expect(state.runs).toBe(1)
    await saveResources(db.pool, [deadLetter('q2')], { id: null, now: new Date(START) })
    await sweep(10, collector)
    expect(state).toMatchObject({ runs: 2, told: [`arn:aws:sqs:${REGION}:${ACCOUNT}:q2`] })
  })

  it('that is told what another one brings is listed after it', async () => {
    const subscription = {
      kind: 'topic-subscription' as const,
      arn: `arn:aws:sns:${REGION}:${ACCOUNT}:orders:1`,
      name: 'orders',
      accountId: ACCOUNT,
      region: REGION,
      topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:orders`,
      functionArn: 'arn:f',
      filterPolicy: absent<string>(),
      deadLetterArn: absent<string>(),
      pendingConfirmation: known(false),
      unknownFields: [],
    }
    const topics = fake('topics', { kind: 'topic' })
    const subscriptions = fake('subscriptions', { kind: 'topic-subscription' })
    subscriptions.collector.collect = async function* () {
      yield [subscription]
      return { complete: true }
    }
    await sweep(0, topics.collector, subscriptions.collector)
    expect(topics.state).toMatchObject({ runs: 2, told: [subscription.topicArn] })
    await sweep(5, topics.collector, subscriptions.collector)
    expect(topics.state.runs).toBe(2)
  })

  it('that fails holds up no other, and the job says so at the end', async () => {
    const broken = fake('broken', { kind: 'bucket' })
    broken.collector.collect = async function* () {
      yield [null as never]
      return { complete: true }
    }
    const { collector, state } = fake('rules')
    await expect(sweep(0, broken.collector, collector)).rejects.toThrow()
    expect(state.runs).toBe(1)
  })
})
