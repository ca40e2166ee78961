import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAws, type TestAws, testPool } from '#server/aws/aws-test-server.ts'
import type { ClientPool } from '#server/aws/client-pool.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { runForTest } from './run-for-test.ts'
import { userPools } from './user-pools.ts'

const demo = openDemo()

describe('user pools', () => {
  it('that call functions are handed on with each trigger once', async () => {
    const found = await demo.run(userPools, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], items: { length: 1 } })
    const [pool] = found.items
    expect(pool).toMatchObject({ name: 'shop-customers', selfSignUp: { state: 'known', value: true } })
    expect(pool?.arn.endsWith(`:userpool/${pool.poolId}`)).toBe(true)
    const triggers = pool?.triggers.state === 'known' ? pool.triggers.value : []
    const names = ['CustomSMSSender', 'PostConfirmation', 'PreSignUp', 'PreTokenGeneration']
    expect(triggers.map(({ trigger }) => trigger).sort()).toEqual(names)
  })

  it('that may not be described are kept, with their triggers unknown', async () => {
    demo.aws.setFaults([{ service: 'cognito-idp', operation: 'DescribeUserPool', kind: 'denied' }])
    const found = await demo.run(userPools, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: true, items: { length: 2 } })
    const denied = { state: 'denied', permission: 'cognito-idp:DescribeUserPool' }
    for (const { triggers, selfSignUp } of found.items)
      expect([triggers, selfSignUp]).toEqual([denied, denied])
  })

  it.each(['denied', 'html', 'malformed', 'repeat-token'] as const)(
    'are not complete after a listing with %s',
    async (kind) => {
      demo.aws.setFaults([{ service: 'cognito-idp', operation: 'ListUserPools', kind }])
      expect((await demo.run(userPools, undefined)).complete).toBe(false)
    },
  )
})

describe('what a pool says of its triggers', () => {
  let aws: TestAws
  let clients: ClientPool
  beforeAll(async () => {
    aws = await startTestAws()
    clients = testPool(aws.url)
  })
  afterAll(async () => {
    clients.close()
    await aws.close()
  })
  const FN = 'arn:aws:lambda:eu-west-1:1:function:f'

  it.each([
    ['a trigger of the future', { Novelty: FN }, [{ trigger: 'Novelty', functionArn: FN }]],
    [
      'a configuration alone',
      { InboundFederationConfig: { LambdaArn: FN } },
      [{ trigger: 'InboundFederation', functionArn: FN }],
    ],
    [
      'what is no function',
      { KMSKeyID: 'arn:aws:kms:x:1:key/1', PreSignUp: 7, Other: { LambdaArn: '<b>' } },
      undefined,
    ],
    ['nothing', {}, undefined],
  ])('is read from %s', async (_, LambdaConfig, expected) => {
    aws.answer = ({ operation }) => ({
      body:
        operation === 'ListUserPools'
          ? { UserPools: [{ Id: 'p', Name: '<script>' }] }
          : { UserPool: { Id: 'p', LambdaConfig } },
    })
    const { items } = await runForTest(userPools, undefined, { clients, accountId: '111122223333' })
    const triggers = items[0]?.triggers
    expect(triggers?.state === 'known' ? triggers.value : undefined).toEqual(expected)
  })
})
