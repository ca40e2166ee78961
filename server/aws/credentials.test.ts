import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { startTestAws, type TestAws, testPool } from './aws-test-server.ts'
import { call } from './call.ts'
import { AccountCredentials, CredentialsError, ownCredentials, roleCredentials } from './credentials.ts'
import type { Operation } from './operation.ts'
import { RunReport } from './run-report.ts'

describe('AccountCredentials', () => {
  it('loads once for many callers and again five minutes before expiry', async () => {
    let now = 0
    let loads = 0
    const credentials = new AccountCredentials(
      async () => ({ accessKeyId: `K${++loads}`, secretAccessKey: 's', expiration: new Date(now + HOUR_MS) }),
      false,
      () => now,
    )
    const keys = await Promise.all([credentials.get(), credentials.get(), credentials.get()])
    expect(keys.map((key) => key.accessKeyId)).toEqual(['K1', 'K1', 'K1'])
    now = 54 * MINUTE_MS
    expect((await credentials.get()).accessKeyId).toBe('K1')
    now = 56 * MINUTE_MS
    expect((await credentials.get()).accessKeyId).toBe('K2')
  })

  it('renews only once when several callers find the same key expired', async () => {
    let loads = 0
    const credentials = new AccountCredentials(async () => ({
      accessKeyId: `K${++loads}`,
      secretAccessKey: 's',
    }))
    await credentials.get()
    await credentials.expire('K1')
    await credentials.get()
    await credentials.expire('K1')
    expect((await credentials.get()).accessKeyId).toBe('K2')
  })

  it('tries again after a failure', async () => {
    let loads = 0
    const credentials = new AccountCredentials(async () => {
      if (++loads === 1) throw new Error('not yet')
      return { accessKeyId: 'K', secretAccessKey: 's' }
    })
    await expect(credentials.get()).rejects.toThrow(CredentialsError)
    expect((await credentials.get()).accessKeyId).toBe('K')
  })
})

describe('the program’s own credentials', () => {
  let aws: TestAws
  beforeEach(async () => {
    aws = await startTestAws()
  })
  afterEach(() => aws.close())

  const belongTo = (account: string) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  })
  let loads = 0
  const own = () => {
    loads = 0
    const base = new AccountCredentials(async () => ({ accessKeyId: `K${++loads}`, secretAccessKey: 's' }))
    return ownCredentials('111122223333', base, 'eu-west-1', aws.url)
  }

  it('serve the account that they belong to, asked once', async () => {
    aws.answer = () => belongTo('111122223333')
    const credentials = own()
    expect((await credentials.get()).accessKeyId).toBe('K1')
    expect((await credentials.get()).accessKeyId).toBe('K1')
    expect(aws.requests).toHaveLength(1)
  })

  it('serve no other account, and are read afresh until they are its own again', async () => {
    aws.answer = () => belongTo('999988887777')
    const credentials = own()
    await expect(credentials.get()).rejects.toThrow('belong to account 999988887777, not to 111122223333')
    aws.answer = () => belongTo('111122223333')
    expect((await credentials.get()).accessKeyId).toBe('K2')
  })

  it('are read afresh when AWS calls them expired', async () => {
    aws.answer = () => belongTo('111122223333')
    const credentials = own()
    await credentials.get()
    await credentials.expire('K1')
    expect((await credentials.get()).accessKeyId).toBe('K2')
  })
})

describe('a role in another account', () => {
  const listFunctions: Operation = {
    service: 'lambda',
    name: 'ListFunctions',
    permission: 'lambda:ListFunctions',
    costUsd: 0,
    hides: '',
  }
  const base = new AccountCredentials(async () => ({ accessKeyId: 'BASE', secretAccessKey: 's' }))
  const access = {
    via: 'role',
    roleArn: 'arn:aws:iam::444455556666:role/audit',
    externalId: 'e/1',
    region: 'eu-west-1',
  } as const
  let aws: TestAws
  beforeEach(async () => {
    aws = await startTestAws()
  })
  afterEach(() => aws.close())

  function list() {
    const credentials = roleCredentials(access, base, aws.url)
    const clients = testPool(aws.url, { credentialsFor: () => credentials })
    const report = new RunReport()
    const context = {
      account: { id: '444455556666', partition: 'aws' },
      region: 'eu-west-1',
      clients,
      clock: Date.now,
      signal: new AbortController().signal,
      report,
      operations: new Set([listFunctions]),
    }
    return call(context, listFunctions, new ListFunctionsCommand({})).finally(() => clients.close())
  }

  it('is assumed with its external id as sightline', async () => {
    const until = new Date(Date.now() + HOUR_MS).toISOString()
    aws.answer = ({ operation }) =>
      operation === 'AssumeRole'
        ? {
            headers: { 'content-type': 'text/xml' },
            body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>${until}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
          }
        : { body: { Functions: [] } }
    expect((await list()).state).toBe('ok')
    const assume = new URLSearchParams(aws.requests[0]?.body)
    expect(assume.get('RoleSessionName')).toBe('sightline')
    expect(assume.get('ExternalId')).toBe('e/1')
    expect(aws.requests[1]?.accessKeyId).toBe('ASIAROLE')
  })

  it('that may not be assumed is a denial of sts:AssumeRole', async () => {
    aws.answer = () => ({
      status: 403,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
    })
    expect(await list()).toMatchObject({ state: 'denied', permission: 'sts:AssumeRole' })
  })
})
