import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { GetPolicyCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestAws, type TestAnswer, type TestAws, testPool } from './aws-test-server.ts'
import { type CallContext, call } from './call.ts'
import type { ClientPool } from './client-pool.ts'
import { AccountCredentials } from './credentials.ts'
import type { Operation } from './operation.ts'
import { RunReport } from './run-report.ts'

const operation = (service: Operation['service'], name: string): Operation => ({
  service,
  name,
  permission: `${service}:${name}`,
  costUsd: 0.5,
  hides: 'things',
})
const listFunctions = operation('lambda', 'ListFunctions')
const getPolicy = operation('lambda', 'GetPolicy')
const lookupEvents = operation('cloudtrail', 'LookupEvents')
const aliases = operation('iam', 'ListAccountAliases')
const describeRegions = operation('ec2', 'DescribeRegions')

let aws: TestAws
let clients: ClientPool
beforeEach(async () => {
  aws = await startTestAws()
  clients = testPool(aws.url)
})
afterEach(async () => {
  clients.close()
  await aws.close()
})

function context(overrides: Partial<CallContext> = {}): CallContext {
  return {
    account: { id: '111122223333', partition: 'aws' },
    region: 'eu-west-1',
    clients,
    clock: Date.now,
    signal: new AbortController().signal,
    report: new RunReport(),
    operations: new Set([listFunctions, getPolicy, lookupEvents, aliases, describeRegions]),
    ...overrides,
  }
}

const restError = (status: number, code: string, message = 'no'): TestAnswer => ({
  status,
  headers: { 'x-amzn-errortype': code },
  body: { Message: message, message },
})
const jsonError = (status: number, code: string): TestAnswer => ({
  status,
  body: { __type: `com.amazonaws.cloudtrail#${code}`, message: 'no' },
})
const queryError = (status: number, code: string): TestAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
})
const ec2Error = (status: number, code: string): TestAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`,
})

describe('what an answer means', () => {
  it.each([
    ['lambda', 'AccessDeniedException', restError(403, 'AccessDeniedException')],
    ['lambda', 'AccessDenied', restError(403, 'AccessDenied')],
    ['lambda', 'NotAuthorized', restError(400, 'NotAuthorized')],
    ['lambda', 'OptInRequired', restError(403, 'OptInRequired')],
    ['cloudtrail', 'AccessDeniedException', jsonError(400, 'AccessDeniedException')],
    ['iam', 'AccessDenied', queryError(403, 'AccessDenied')],
    ['iam', 'AuthorizationError', queryError(403, 'AuthorizationError')],
    ['ec2', 'UnauthorizedOperation', ec2Error(403, 'UnauthorizedOperation')],
  ])('tells a denial by %s (%s) with the permission that is wanting', async (service, code, answer) => {
    aws.answer = () => answer
    const ctx = context()
    const send: Record<string, () => Promise<unknown>> = {
      lambda: () => call(ctx, listFunctions, new ListFunctionsCommand({})),
      cloudtrail: () => call(ctx, lookupEvents, new LookupEventsCommand({})),
      iam: () => call(ctx, aliases, new ListAccountAliasesCommand({})),
      ec2: () => call(ctx, describeRegions, new DescribeRegionsCommand({})),
    }
    expect(await send[service]?.()).toMatchObject({ state: 'denied', code })
    expect(ctx.report.problems).toMatchObject([{ state: 'denied', code, count: 1 }])
    expect(ctx.report.costUsd).toBe(0)
  })

  it('gives the answer as it came, with fields that the SDK does not know', async () => {
    aws.answer = () => ({ body: { Functions: [{ FunctionName: 'a', Brandnew: { x: null } }] } })
    const ctx = context()
    const result = await call(ctx, listFunctions, new ListFunctionsCommand({}), { units: 3 })
    expect(result).toEqual({
      state: 'ok',
      output: { Functions: [{ FunctionName: 'a', Brandnew: { x: null } }] },
    })
    expect(ctx.report).toMatchObject({ calls: 1, throttles: 0, costUsd: 1.5, problems: [] })
  })

  it('takes not-found for an answer, not for a problem', async () => {
    aws.answer = () => restError(404, 'ResourceNotFoundException')
    const ctx = context()
    const result = await call(ctx, getPolicy, new GetPolicyCommand({ FunctionName: 'a' }))
    expect(result).toEqual({ state: 'not-found' })
    expect(ctx.report.problems).toEqual([])
  })

  it.each([
    ['broken JSON', { body: '{"Functions": [' } as TestAnswer, 'MalformedResponse', 'malformed'],
    ['a page of HTML', { body: '<!doctype html><p>hi' } as TestAnswer, 'MalformedResponse', 'malformed'],
    [
      'HTML for 404',
      { status: 404, body: '<!doctype html>' } as TestAnswer,
      'MalformedResponse',
      'malformed',
    ],
    ['HTML for 503', { status: 503, body: '<html>busy</html>' } as TestAnswer, 'HTTP503', 'failed'],
    ['an AWS error 500', restError(500, 'ServiceException'), 'ServiceException', 'failed'],
    ['a dropped connection', 'drop' as TestAnswer, 'ECONNRESET', 'failed'],
  ])('tells %s', async (_, answer, code, state) => {
    aws.answer = () => answer
    const ctx = context()
    const result = await call(ctx, listFunctions, new ListFunctionsCommand({}))
    expect(result).toMatchObject({ state: 'failed', code })
    expect(ctx.report.problems).toMatchObject([{ state, code, operation: 'ListFunctions' }])
  })

  it('fails on an answer that stops in the middle', async () => {
    aws.answer = () => 'truncate'
    const result = await call(context(), listFunctions, new ListFunctionsCommand({}))
    expect(result.state).toBe('failed')
  })

  it('gives up at the deadline', async () => {
    clients.close()
    clients = testPool(aws.url, { deadlineMs: 150 })
    aws.answer = () => 'hang'
    const result = await call(context(), listFunctions, new ListFunctionsCommand({}))
    expect(result).toMatchObject({ state: 'failed', code: 'Timeout' })
  })

  it('gives up on one attempt that stays without an answer', async () => {
    clients.close()
    clients = testPool(aws.url, { timeoutMs: 100 })
    aws.answer = () => (aws.requests.length === 1 ? 'hang' : { body: { Functions: [] } })
    const result = await call(context(), listFunctions, new ListFunctionsCommand({}))
    expect(result.state).toBe('ok')
    expect(aws.requests).toHaveLength(2)
  })
})

describe('throttling', () => {
  it('is retried and counted', async () => {
    aws.answer = () =>
      aws.requests.length === 1 ? restError(429, 'TooManyRequestsException') : { body: { Functions: [] } }
    const ctx = context()
    expect((await call(ctx, listFunctions, new ListFunctionsCommand({}))).state).toBe('ok')
    expect(ctx.report).toMatchObject({ calls: 2, throttles: 1, problems: [] })
  })

  it('that goes on is a failure, not a denial', async () => {
    aws.answer = () => jsonError(400, 'ThrottlingException')
    const ctx = context()
    const result = await call(ctx, lookupEvents, new LookupEventsCommand({}))
    expect(result).toMatchObject({ state: 'failed', code: 'ThrottlingException' })
    expect(ctx.report.throttles).toBe(2)
  })
})

describe('expired credentials', () => {
  const renewing = (keys: string[]) => {
    let next = 0
    return new AccountCredentials(async () => ({
      accessKeyId: keys[Math.min(next++, keys.length - 1)] ?? '',
      secretAccessKey: 'x',
    }))
  }
  const expiredFor = (key: string) => {
    aws.answer = ({ accessKeyId }) =>
      accessKeyId === key ? restError(403, 'ExpiredTokenException') : { body: { Functions: [] } }
  }

  it('are renewed once and the call is repeated', async () => {
    const credentials = renewing(['OLD', 'NEW'])
    clients = testPool(aws.url, { credentialsFor: () => credentials })
    expiredFor('OLD')
    const ctx = context()
    const all = await Promise.all([1, 2, 3].map(() => call(ctx, listFunctions, new ListFunctionsCommand({}))))
    expect(all.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok'])
    expect(new Set(aws.requests.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['OLD', 'NEW']))
    expect(ctx.report.problems).toEqual([])
  })

  it('are renewed again where what was got meanwhile has expired too', async () => {
    const credentials = renewing(['OLD', 'OLDER', 'NEW'])
    clients = testPool(aws.url, { credentialsFor: () => credentials })
    aws.answer = ({ accessKeyId }) =>
      accessKeyId === 'NEW' ? { body: { Functions: [] } } : restError(403, 'ExpiredTokenException')
    const ctx = context()
    expect(await call(ctx, listFunctions, new ListFunctionsCommand({}))).toMatchObject({ state: 'ok' })
    expect(ctx.report.problems).toEqual([])
  })

  it('that cannot be renewed are a failure, not a denial', async () => {
    const credentials = renewing(['OLD'])
    clients = testPool(aws.url, { credentialsFor: () => credentials })
    expiredFor('OLD')
    const result = await call(context(), listFunctions, new ListFunctionsCommand({}))
    expect(result).toMatchObject({ state: 'failed', code: 'ExpiredTokenException' })
  })

  it('missing ones are told', async () => {
    const credentials = new AccountCredentials(() => Promise.reject(new Error('nothing in the chain')))
    clients = testPool(aws.url, { credentialsFor: () => credentials })
    const result = await call(context(), listFunctions, new ListFunctionsCommand({}))
    expect(result).toMatchObject({ state: 'failed', message: 'nothing in the chain' })
  })
})

describe('regions', () => {
  it.each(['UnrecognizedClientException', 'OptInRequired'])('tells a disabled one by %s', async (code) => {
    aws.answer = () => restError(403, code)
    const ctx = context({ region: 'me-south-1' })
    const result = await call(ctx, listFunctions, new ListFunctionsCommand({}))
    expect(result).toMatchObject({
      state: 'failed',
      code: 'RegionDisabled',
      message: 'region me-south-1 is not enabled in this account',
    })
  })

  it('takes a bad key in a region that is always on for what it is', async () => {
    aws.answer = () => restError(403, 'UnrecognizedClientException')
    const result = await call(context(), listFunctions, new ListFunctionsCommand({}))
    expect(result).toMatchObject({ state: 'failed', code: 'UnrecognizedClientException' })
  })
})

describe('the report', () => {
  it('merges problems and names at most ten resources', async () => {
    aws.answer = () => restError(403, 'AccessDeniedException')
    const ctx = context()
    for (let i = 0; i < 12; i += 1)
      await call(ctx, getPolicy, new GetPolicyCommand({ FunctionName: `f${i}` }), { resource: `f${i}` })
    expect(ctx.report.problems).toHaveLength(1)
    expect(ctx.report.problems[0]?.count).toBe(12)
    expect(ctx.report.problems[0]?.resources).toHaveLength(10)
  })

  it('keeps no secret from a message', async () => {
    const message = `bad x-amz-security-token:FwoGZXIvYXdzEA signature=abc123 ${'x'.repeat(1000)}`
    aws.answer = () => restError(403, 'InvalidSignatureException', message)
    const ctx = context()
    await call(ctx, listFunctions, new ListFunctionsCommand({}))
    const [problem] = ctx.report.problems
    expect(problem?.message).not.toMatch(/FwoG|abc123/)
    expect(problem?.message.length).toBeLessThanOrEqual(300)
  })
})

it('refuses an operation that was not declared', async () => {
  const ctx = context({ operations: new Set([listFunctions]) })
  await expect(call(ctx, getPolicy, new GetPolicyCommand({ FunctionName: 'a' }))).rejects.toThrow(
    'not declared',
  )
  await expect(call(ctx, listFunctions, new GetPolicyCommand({ FunctionName: 'a' }))).rejects.toThrow(
    'not declared',
  )
  expect(aws.requests).toHaveLength(0)
})

it('stops when the signal is aborted', async () => {
  const controller = new AbortController()
  aws.answer = () => {
    controller.abort(new Error('stop'))
    return 'hang'
  }
  const sent = call(context({ signal: controller.signal }), listFunctions, new ListFunctionsCommand({}))
  await expect(sent).rejects.toThrow('stop')
})
