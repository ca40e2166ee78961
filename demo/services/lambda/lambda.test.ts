import {
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionRecursionConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListCodeSigningConfigsCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListLayersCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
  paginateListEventSourceMappings,
  paginateListFunctions,
} from '@aws-sdk/client-lambda'
import { expect, it } from 'vitest'
import { type clientsOf, failureOf, startForTest } from '#demo/testing/start.ts'

async function allFunctions(lambda: ReturnType<typeof clientsOf>['lambda'], input = {}) {
  const all = []
  for await (const page of paginateListFunctions({ client: lambda }, input))
    all.push(...(page.Functions ?? []))
  return all
}

it('pages through every function once, and with ALL through every version too', async () => {
  const { demo, lambda } = await startForTest({ functions: 300 })
  const estate = await (await fetch(`${demo.endpoint}/__demo/estate?hours=1`)).json()
  const counts = estate.accounts[0].regions['eu-west-1']
  const functions = await allFunctions(lambda)
  const versions = await allFunctions(lambda, { FunctionVersion: 'ALL' })
  expect(functions).toHaveLength(counts.functions)
  expect(new Set(functions.map((fn) => fn.FunctionArn)).size).toBe(functions.length)
  expect(versions).toHaveLength(counts.functions + counts.versions)
  expect(versions.filter((fn) => fn.Version === '$LATEST')).toHaveLength(counts.functions)
  const small = await lambda.send(new ListFunctionsCommand({ MaxItems: 7 }))
  expect(small.Functions).toHaveLength(7)
  expect((await lambda.send(new ListFunctionsCommand({ MaxItems: 9999 }))).Functions).toHaveLength(50)
})

it('answers every read of a function, and in agreement with the lists', async () => {
  const { lambda } = await startForTest({ functions: 300 })
  const [fn] = (await allFunctions(lambda)).filter((candidate) => candidate.FunctionName === 'checkout-api')
  const FunctionName = fn?.FunctionName
  const whole = await lambda.send(new GetFunctionCommand({ FunctionName }))
  expect(whole.Configuration).toMatchObject({ ...fn })
  expect(whole.Configuration?.State).toBe('Active')
  expect(fn).not.toHaveProperty('State')
  expect(whole.Code?.RepositoryType).toBe('S3')
  expect(await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).toMatchObject({ ...fn })
  const aliases = await lambda.send(new ListAliasesCommand({ FunctionName }))
  const versions = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }))
  const live = aliases.Aliases?.[0]
  expect(live?.Name).toBe('live')
  expect(versions.Versions?.map((version) => version.Version)).toContain(live?.FunctionVersion)
  const byAlias = await lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: 'live' }))
  expect(byAlias.Configuration?.FunctionArn).toBe(`${fn?.FunctionArn}:live`)
  expect((await lambda.send(new ListTagsCommand({ Resource: fn?.FunctionArn }))).Tags).toEqual(whole.Tags)
  const recursion = await lambda.send(new GetFunctionRecursionConfigCommand({ FunctionName }))
  expect(recursion.RecursiveLoop).toBe('Terminate')
  await lambda.send(new GetFunctionCodeSigningConfigCommand({ FunctionName }))
  await lambda.send(new ListProvisionedConcurrencyConfigsCommand({ FunctionName }))
  expect(await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).not.toHaveProperty(
    'ReservedConcurrentExecutions',
  )
  const storm = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: 'orders-event-fanout' }))
  expect(storm.ReservedConcurrentExecutions).toBeGreaterThan(800)
})

it('shows functions with URLs, policies, destinations, image packages and odd runtimes', async () => {
  const { lambda } = await startForTest({ functions: 400 })
  const functions = await allFunctions(lambda)
  const names = functions.map((fn) => fn.FunctionName)
  const urls = await Promise.all(
    names.map((FunctionName) => lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }))),
  )
  const withUrl = urls.findIndex((answer) => (answer.FunctionUrlConfigs ?? []).length > 0)
  expect(withUrl).toBeGreaterThanOrEqual(0)
  const url = await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: names[withUrl] }))
  expect(url.FunctionUrl).toBe(urls[withUrl]?.FunctionUrlConfigs?.[0]?.FunctionUrl)
  const invokes = await Promise.all(
    names.map((FunctionName) => lambda.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }))),
  )
  const withInvoke = invokes.findIndex((answer) => (answer.FunctionEventInvokeConfigs ?? []).length > 0)
  const invoke = await lambda.send(
    new GetFunctionEventInvokeConfigCommand({ FunctionName: names[withInvoke] }),
  )
  expect(invoke.LastModified).toBeInstanceOf(Date)
  expect(functions.some((fn) => fn.PackageType === 'Image' && fn.Runtime === undefined)).toBe(true)
  expect(functions.map((fn) => fn.Runtime)).toContain('python3.16')
  expect(functions.some((fn) => fn.Description?.includes('<script>'))).toBe(true)
  const settings = await lambda.send(new GetAccountSettingsCommand({}))
  expect(settings.AccountUsage?.FunctionCount).toBe(functions.length)
  expect((await lambda.send(new ListLayersCommand({}))).Layers?.length).toBeGreaterThan(0)
  expect((await lambda.send(new ListCodeSigningConfigsCommand({}))).CodeSigningConfigs).toHaveLength(1)
})

it('lists event source mappings, all and of one function', async () => {
  const { lambda } = await startForTest({ functions: 400 })
  const all = []
  for await (const page of paginateListEventSourceMappings({ client: lambda }, { MaxItems: 10 })) {
    all.push(...(page.EventSourceMappings ?? []))
  }
  expect(new Set(all.map((mapping) => mapping.UUID)).size).toBe(all.length)
  const [first] = all
  expect(first?.LastModified).toBeInstanceOf(Date)
  const own = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: first?.FunctionArn }))
  expect(own.EventSourceMappings).toEqual([first])
  expect(await lambda.send(new GetEventSourceMappingCommand({ UUID: first?.UUID }))).toMatchObject({
    UUID: first?.UUID,
  })
})

it('answers with the real errors', async () => {
  const { lambda } = await startForTest()
  expect(await failureOf(lambda.send(new GetFunctionCommand({ FunctionName: 'nope' })))).toEqual({
    name: 'ResourceNotFoundException',
    status: 404,
    message: 'Function not found: arn:aws:lambda:eu-west-1:111122223333:function:nope',
  })
  expect(
    await failureOf(lambda.send(new GetPolicyCommand({ FunctionName: 'exports-merge', Qualifier: '99' }))),
  ).toMatchObject({
    name: 'ResourceNotFoundException',
  })
  expect(
    await failureOf(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: 'exports-merge' }))),
  ).toMatchObject({
    name: 'ResourceNotFoundException',
    status: 404,
  })
  expect(await failureOf(lambda.send(new ListFunctionsCommand({ Marker: 'forged' })))).toMatchObject({
    name: 'InvalidParameterValueException',
    status: 400,
  })
  expect(await failureOf(lambda.send(new GetFunctionCommand({ FunctionName: 'a b' })))).toMatchObject({
    name: 'ValidationException',
  })
})

it('throttles the control plane at its documented rates', async () => {
  const { lambda } = await startForTest({ rateScale: 1 })
  const calls = async (make: () => Promise<unknown>) => {
    const results = await Promise.allSettled(Array.from({ length: 40 }, make))
    return results.filter((result) => result.status === 'rejected')
  }
  const refused = await calls(() => lambda.send(new ListFunctionsCommand({})))
  expect(refused.length).toBeGreaterThanOrEqual(15)
  expect(refused[0]?.reason).toMatchObject({
    name: 'TooManyRequestsException',
    Reason: 'CallerRateLimitExceeded',
  })
  expect(await calls(() => lambda.send(new GetFunctionCommand({ FunctionName: 'checkout-api' })))).toEqual([])
})
