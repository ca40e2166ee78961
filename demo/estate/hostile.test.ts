import { paginateLookupEvents } from '@aws-sdk/client-cloudtrail'
import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam'
import {
  GetFunctionCommand,
  GetPolicyCommand,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda'
import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { clientsOf, startForTest, wednesday } from '#demo/testing/start.ts'

async function startHostile() {
  const test = await startForTest({ hostile: true, functions: 200 })
  const functions = []
  for await (const page of paginateListFunctions({ client: test.lambda }, {}))
    functions.push(...(page.Functions ?? []))
  return { ...test, functions }
}

it('answers with unknown, missing and null fields that the SDK still reads', async () => {
  const { functions } = await startHostile()
  expect(functions.map((fn) => fn.Runtime)).toContain('cobol99.x')
  expect(functions.map((fn) => fn.State)).toContain('Hibernating')
  expect(functions.some((fn) => fn.MemorySize === undefined && fn.Role === undefined)).toBe(true)
  expect(functions.some((fn) => fn.StateReason?.includes('\u202E'))).toBe(true)
  expect(functions.some((fn) => fn.Environment?.Error !== undefined)).toBe(true)
})

it('holds policies that are not JSON, encoded, bare or of no known principal', async () => {
  const { functions, lambda } = await startHostile()
  const policies = await Promise.all(
    functions.map((fn) =>
      lambda.send(new GetPolicyCommand({ FunctionName: fn.FunctionName })).then(
        (a) => a.Policy,
        () => undefined,
      ),
    ),
  )
  expect(policies).toContain('null')
  expect(policies.some((policy) => policy?.startsWith('this is not JSON'))).toBe(true)
  expect(policies.some((policy) => policy?.startsWith('%7B'))).toBe(true)
  expect(policies.some((policy) => policy?.includes('Martian'))).toBe(true)
  expect(policies.some((policy) => policy?.includes('AROAJQABLZS4A3QDU576Q'))).toBe(true)
})

it('holds tags and trust policies made to hurt', async () => {
  const { functions, lambda, iam } = await startHostile()
  const tags = await Promise.all(
    functions.map((fn) => lambda.send(new ListTagsCommand({ Resource: fn.FunctionArn }))),
  )
  expect(tags.some((answer) => Object.keys(answer.Tags ?? {}).includes('<svg onload=alert(1)>'))).toBe(true)
  expect(tags.some((answer) => Object.values(answer.Tags ?? {}).includes("=cmd|' /C calc'!A0"))).toBe(true)
  const [fn] = functions
  expect(
    (await lambda.send(new GetFunctionCommand({ FunctionName: fn?.FunctionName }))).Configuration,
  ).toBeDefined()
  const roles =
    (await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))).RoleDetailList ?? []
  expect(
    roles.some((role) => decodeURIComponent(role.AssumeRolePolicyDocument ?? '') === 'not a policy at all'),
  ).toBe(true)
})

it('has an account without a function', async () => {
  const { demo, sts } = await startHostile()
  const empty = demo.accounts.find((account) => account.name === 'empty')
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: empty?.roleArn,
      ExternalId: empty?.externalId,
      RoleSessionName: 'tests',
    }),
  )
  const { lambda } = clientsOf(demo, 'eu-west-1', {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken,
  })
  for await (const page of paginateListFunctions({ client: lambda }, {})) expect(page.Functions).toEqual([])
  expect((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings).toEqual([])
})

it('holds events and mappings that are spoilt, each still with its id', async () => {
  const { cloudtrail, lambda } = await startHostile()
  const events = []
  const input = { StartTime: new Date(wednesday - 48 * 3_600_000), EndTime: new Date(wednesday) }
  for await (const page of paginateLookupEvents({ client: cloudtrail }, input))
    events.push(...(page.Events ?? []))
  expect(new Set(events.map((event) => event.EventId)).size).toBe(events.length)
  const texts = events.map((event) => event.CloudTrailEvent ?? '')
  const broken = texts.filter((text) => text.endsWith('"typ'))
  expect(broken.length).toBeGreaterThan(0)
  expect(broken.length).toBeLessThan(events.length / 10)
  expect(texts.some((text) => text.includes('"Martian"'))).toBe(true)
  expect(texts.some((text) => text.includes('"userIdentity":null'))).toBe(true)
  const mappings = (await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings ?? []
  expect(mappings.map((mapping) => mapping.State)).toContain('Meditating')
  expect(mappings.some((mapping) => mapping.EventSourceArn === undefined)).toBe(true)
})
