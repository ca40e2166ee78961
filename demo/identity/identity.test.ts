import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { clientsOf, failureOf, startForTest } from '#demo/testing/start.ts'

const hourMs = 3_600_000

async function assume(test: Awaited<ReturnType<typeof startForTest>>, change: object = {}) {
  const member = test.demo.accounts[1]
  const answer = await test.sts.send(
    new AssumeRoleCommand({
      RoleArn: member?.roleArn,
      ExternalId: member?.externalId,
      RoleSessionName: 'tests',
      ...change,
    }),
  )
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration } = answer.Credentials ?? {}
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    Expiration,
    answer,
  }
}

it('says who calls', async () => {
  const { sts } = await startForTest()
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:user/sightline',
  })
})

it('assumes the role of the member account and works there', async () => {
  const test = await startForTest()
  const { credentials, answer } = await assume(test)
  const member = clientsOf(test.demo, 'eu-west-1', credentials)
  const identity = await member.sts.send(new GetCallerIdentityCommand({}))
  expect(identity.Arn).toBe('arn:aws:sts::444455556666:assumed-role/SightlineReadOnly/tests')
  expect(answer.AssumedRoleUser?.Arn).toBe(identity.Arn)
  const functions = await member.lambda.send(new ListFunctionsCommand({}))
  expect(functions.Functions?.every((fn) => fn.FunctionArn?.includes(':444455556666:'))).toBe(true)
  expect((await member.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['shop-staging'])
})

it.each([
  ['a wrong external id', { ExternalId: 'guess' }],
  ['no external id', { ExternalId: undefined }],
  ['another role', { RoleArn: 'arn:aws:iam::444455556666:role/Admin' }],
])('refuses %s', async (_what, change) => {
  const test = await startForTest()
  expect(await failureOf(assume(test, change))).toMatchObject({ name: 'AccessDenied', status: 403 })
})

it('refuses durations and names that AWS refuses', async () => {
  const test = await startForTest()
  expect(await failureOf(assume(test, { DurationSeconds: 60 }))).toMatchObject({
    name: 'ValidationError',
    status: 400,
  })
  expect(await failureOf(assume(test, { RoleSessionName: 'no spaces' }))).toMatchObject({
    name: 'ValidationError',
  })
})

it('ends a session at its expiry, in the words of each protocol', async () => {
  let ahead = 0
  const test = await startForTest({ signingNow: () => Date.now() + ahead })
  const { credentials, Expiration } = await assume(test, { DurationSeconds: 900 })
  expect((Expiration?.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(900_000)
  ahead = hourMs
  const config = {
    endpoint: test.demo.endpoint,
    region: 'eu-west-1',
    credentials,
    maxAttempts: 1,
    systemClockOffset: hourMs,
  }
  expect(await failureOf(new STSClient(config).send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'ExpiredToken',
    status: 403,
  })
  expect(await failureOf(new LambdaClient(config).send(new ListFunctionsCommand({})))).toMatchObject({
    name: 'ExpiredTokenException',
    status: 403,
  })
  expect(await failureOf(new EC2Client(config).send(new DescribeRegionsCommand({})))).toMatchObject({
    name: 'RequestExpired',
  })
})

it('refuses keys that it does not know, wrong secrets and wrong tokens', async () => {
  const test = await startForTest()
  const { demo } = test
  const unknown = clientsOf(demo, 'eu-west-1', { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' })
  expect(await failureOf(unknown.sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'InvalidClientTokenId',
    status: 403,
  })
  expect(await failureOf(unknown.lambda.send(new ListFunctionsCommand({})))).toMatchObject({
    name: 'UnrecognizedClientException',
    status: 403,
  })
  expect(await failureOf(unknown.cloudtrail.send(new LookupEventsCommand({})))).toMatchObject({
    name: 'UnrecognizedClientException',
  })
  const wrong = clientsOf(demo, 'eu-west-1', { ...demo.credentials, secretAccessKey: 'wrong' })
  expect(await failureOf(wrong.sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'SignatureDoesNotMatch',
    status: 403,
  })
  expect(await failureOf(wrong.lambda.send(new ListFunctionsCommand({})))).toMatchObject({
    name: 'InvalidSignatureException',
  })
  const { credentials } = await assume(test)
  const tampered = clientsOf(demo, 'eu-west-1', { ...credentials, sessionToken: 'other' })
  expect(await failureOf(tampered.sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'InvalidClientTokenId',
  })
})

it.each([
  ['Lambda', '/2015-03-31/functions/', undefined, 403, 'MissingAuthenticationTokenException'],
  ['STS', '/', 'Action=GetCallerIdentity&Version=2011-06-15', 403, 'MissingAuthenticationToken'],
  ['EC2', '/', 'Action=DescribeRegions&Version=2016-11-15', 400, 'MissingParameter'],
])('refuses an unsigned call to %s', async (_service, path, body, status, code) => {
  const { demo } = await startForTest()
  const answer = await fetch(`${demo.endpoint}${path}`, body === undefined ? {} : { method: 'POST', body })
  expect(answer.status).toBe(status)
  expect(`${answer.headers.get('x-amzn-errortype')} ${await answer.text()}`).toContain(code)
})

it('refuses a request signed at the wrong time, and lets the SDK correct its clock', async () => {
  const { demo } = await startForTest({ clockSkewMs: 20 * 60_000, now: Date.now })
  const config = { endpoint: demo.endpoint, region: 'eu-west-1', credentials: demo.credentials }
  const once = new LambdaClient({ ...config, maxAttempts: 1 })
  expect(await failureOf(once.send(new ListFunctionsCommand({})))).toMatchObject({
    name: 'InvalidSignatureException',
    status: 403,
  })
  const answer = await new LambdaClient({ ...config, maxAttempts: 3 }).send(new ListFunctionsCommand({}))
  expect(answer.Functions?.length).toBeGreaterThan(0)
})
