import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAnswer, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { isObject } from '#server/domain/json.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { functions } from './functions.ts'
import { runForTest, type TestRun } from './run-for-test.ts'

const ACCOUNT = '111122223333'
const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:${name}`
const NOT_FOUND: TestAnswer = {
  status: 404,
  headers: { 'x-amzn-errortype': 'ResourceNotFoundException' },
  body: { Message: 'none' },
}

let aws: TestAws
let clients: ClientPool
/** What each path answers; paths have no API version and start at the function's name. */
let answers: Record<string, TestAnswer>
let listed: object[]
beforeAll(async () => {
  aws = await startTestAws(({ path, query }) => {
    const rest = path.replace(/^\/[\d-]+\/functions\/?/, '')
    if (rest === '') return { body: { Functions: query.get('FunctionVersion') === 'ALL' ? versions() : [] } }
    const key = rest + (query.get('Qualifier') ? `?${query.get('Qualifier')}` : '')
    if (answers[key]) return answers[key]
    const [name = '', part] = rest.split('/')
    const lists: Record<string, string> = {
      urls: 'FunctionUrlConfigs',
      aliases: 'Aliases',
      'event-invoke-config': 'FunctionEventInvokeConfigs',
      'provisioned-concurrency': 'ProvisionedConcurrencyConfigs',
    }
    if (part === undefined) return { body: { Configuration: entry(name), Tags: { team: 'pay' } } }
    if (part === 'recursion-config') return { body: { RecursiveLoop: 'Terminate' } }
    return lists[part] ? { body: { [lists[part]]: [] } } : NOT_FOUND
  })
  clients = testPool(aws.url)
})
beforeEach(() => {
  answers = {}
  listed = [entry('a'), entry('b')]
  aws.requests.length = 0
})
afterAll(async () => {
  clients.close()
  await aws.close()
})

function entry(name: string, more: object = {}) {
  return {
    FunctionName: name,
    FunctionArn: arnOf(name),
    LastModified: '2026-01-01',
    CodeSha256: 'x',
    RevisionId: 'r',
    ...more,
  }
}
function versions() {
  const published = { FunctionName: 'a', FunctionArn: `${arnOf('a')}:2`, Version: '2', CodeSha256: 'v2' }
  const latest = listed.map((item) =>
    item && 'FunctionArn' in item
      ? { ...item, FunctionArn: `${item.FunctionArn}:$LATEST`, Version: '$LATEST' }
      : item,
  )
  return listed.length === 0 ? [] : [published, ...latest]
}
const run = (more: Partial<TestRun> = {}) =>
  runForTest(functions, undefined, { clients, accountId: ACCOUNT, ...more })
const of = (items: FunctionRecord[], name: string) => items.find((record) => record.name === name)
const remembered = (items: FunctionRecord[]) => new Map(items.map((record) => [record.arn, record]))
/** For JSON.parse: members the other way round. */
const reversed = (_: string, value: unknown) =>
  isObject(value) ? Object.fromEntries(Object.entries(value).reverse()) : value
const calledFor = (name: string) =>
  aws.requests.filter(({ path }) => path.includes(`/functions/${name}`)).length

describe('functions', () => {
  it('are read with all that hangs on them', async () => {
    answers['a/aliases'] = { body: { Aliases: [{ Name: 'live', FunctionVersion: '2' }] } }
    answers['a/policy'] = { body: { Policy: '{"Statement":{"Effect":"Allow","Principal":"*"}}' } }
    answers['a/policy?live'] = { body: { Policy: 'not json' } }
    const { items, ...summary } = await run()
    expect(summary).toMatchObject({ status: 'ok', complete: true, problems: [] })
    expect(of(items, 'a')).toMatchObject({
      tags: { state: 'known', value: { team: 'pay' } },
      versions: { state: 'known', value: [{ version: '2', codeSha256: 'v2' }] },
      aliases: { state: 'known', value: [{ name: 'live', functionVersion: '2' }] },
      policy: { state: 'known' },
      qualifiedPolicies: { state: 'known', value: { live: { raw: 'not json' } } },
      recursiveLoop: { state: 'known', value: 'Terminate' },
    })
    expect(of(items, 'b')).toMatchObject({ versions: { state: 'absent' }, policy: { state: 'absent' } })
  })

  it('of which there are none make a run without items that is complete', async () => {
    listed = []
    expect(await run()).toMatchObject({ status: 'ok', complete: true, items: [] })
  })

  it('that are unchanged cost no call', async () => {
    const first = await run()
    aws.requests.length = 0
    const second = await run({ previous: remembered(first.items) })
    expect(remembered(second.items)).toEqual(remembered(first.items))
    expect(second.calls).toBe(1)
    expect(second.items.every((item) => first.items.includes(item))).toBe(true)
  })

  it('that are unchanged cost no call either when the store gives their members in another order', async () => {
    const first = await run()
    const stored = remembered(JSON.parse(JSON.stringify(first.items), reversed))
    expect(JSON.stringify(of([...stored.values()], 'a')?.versions)).toBe(
      '{"value":[{"codeSha256":"v2","version":"2"}],"state":"known"}',
    )
    const second = await run({ previous: stored })
    expect(second.calls).toBe(1)
    expect(second.items.every((item) => stored.get(item.arn) === item)).toBe(true)
  })

  it.each([
    ['is named by CloudTrail', { refresh: new Set(['a']) }, {}],
    ['is due for verification', { verify: (arn: string) => arn === arnOf('a') }, {}],
    ['has another revision', {}, { RevisionId: 'r2' }],
    ['has other code', {}, { CodeSha256: 'y' }],
  ])('are read again when one %s', async (_, overrides, change) => {
    const first = await run()
    aws.requests.length = 0
    listed = [entry('a', change), entry('b')]
    await run({ previous: remembered(first.items), overrides })
    expect(calledFor('a')).toBeGreaterThan(3)
    expect(calledFor('b')).toBe(0)
  })

  it('are asked for what matters alone in a large region, and for the rest a few a sweep', async () => {
    listed = Array.from({ length: 70 }, (_, i) => entry(`f${i}`))
    answers['f0/policy'] = { body: { Policy: '{"Statement":{"Principal":{"Service":"s3.amazonaws.com"}}}' } }
    answers['f1/policy'] = {
      body: { Policy: '{"Statement":{"Principal":{"Service":"apigateway.amazonaws.com"}}}' },
    }
    const overrides = { thoroughUpTo: 50 }
    const first = await run({ overrides })
    expect(first.calls).toBe(1 + 70 * 3 + 1)
    const unread = { state: 'failed', reason: 'not read yet' }
    expect(of(first.items, 'f0')).toMatchObject({ eventInvokeConfigs: { state: 'absent' }, aliases: unread })
    expect(of(first.items, 'f1')).toMatchObject({ eventInvokeConfigs: unread, recursiveLoop: unread })
    let known = remembered(first.items)
    const calls: number[] = []
    for (let sweep = 0; sweep < 36; sweep++) {
      const { items, calls: made } = await run({ overrides, previous: known })
      known = remembered(items)
      calls.push(made)
    }
    expect(Math.max(...calls)).toBeLessThanOrEqual(1 + 2 * 3)
    expect(calls.at(-1)).toBe(1)
    expect(JSON.stringify([...known.values()])).not.toContain('not read yet')
  })

  it('are asked all at once for the aliases that the first sweep left out, since those decide reach', async () => {
    listed = Array.from({ length: 70 }, (_, i) => entry(`f${i}`))
    const first = await run({ overrides: { thoroughUpTo: 50 } })
    const overrides = { thoroughUpTo: 50, completesReach: true }
    const { items, calls } = await run({ overrides, previous: remembered(first.items) })
    expect(calls).toBeLessThanOrEqual(1 + 70 + 2 * 3)
    expect(items.filter((item) => item.aliases.state !== 'absent')).toEqual([])
  })

  it('that change while they are read are read again by the next sweep', async () => {
    const changed = entry('a', { RevisionId: 'r2', CodeSha256: 'y' })
    const seen = aws.answer
    aws.answer = (request) => {
      const answer = seen(request)
      if (request.path.endsWith('/a')) listed = [changed, entry('b')]
      return answer
    }
    const first = await run()
    aws.answer = seen
    aws.requests.length = 0
    answers.a = { body: { Configuration: changed } }
    answers['a/policy'] = { body: { Policy: '{"Statement":[]}' } }
    const second = await run({ previous: remembered(first.items) })
    expect(of(second.items, 'a')).toMatchObject({ codeSha256: { value: 'y' }, policy: { state: 'known' } })
    expect(calledFor('b')).toBe(0)
  })

  it('are asked again only for the field that was not seen', async () => {
    answers['b/policy'] = { status: 403, headers: { 'x-amzn-errortype': 'AccessDenied' }, body: {} }
    const first = await run()
    expect(of(first.items, 'b')?.policy).toEqual({ state: 'denied', permission: 'lambda:GetPolicy' })
    answers = {}
    aws.requests.length = 0
    const second = await run({ previous: remembered(first.items) })
    expect(of(second.items, 'b')?.policy).toEqual({ state: 'absent' })
    expect(calledFor('b')).toBe(1)
  })

  it('whose tags are denied inside of GetFunction say so', async () => {
    answers.a = { body: { Configuration: entry('a'), TagsError: { ErrorCode: 'AccessDeniedException' } } }
    expect(of((await run()).items, 'a')?.tags).toEqual({ state: 'denied', permission: 'lambda:ListTags' })
  })

  it('that are gone meanwhile are left out of a complete run', async () => {
    answers.a = NOT_FOUND
    expect(await run()).toMatchObject({ complete: true, problems: [], items: [{ name: 'b' }] })
  })

  it('without a name are told, and the run is not complete', async () => {
    listed = [{ Runtime: 'x' }, null as unknown as object, entry('b')]
    const result = await run()
    expect(result).toMatchObject({ complete: false, items: [{ name: 'b' }] })
    expect(result.problems).toMatchObject([{ state: 'malformed', code: 'UnreadableFunction', count: 2 }])
  })

  it('stop being read when the run is stopped', async () => {
    const controller = new AbortController()
    const seen = aws.answer
    aws.answer = (request) => {
      if (request.path.endsWith('/policy')) controller.abort()
      return seen(request)
    }
    const result = await run({ overrides: { signal: controller.signal } })
    aws.answer = seen
    expect(result).toMatchObject({ complete: false, problems: [{ code: 'Aborted' }] })
  })
})
