import { afterAll, afterEach, beforeAll } from 'vitest'
import { type DemoAws, type DemoOptions, startDemoAws } from '#demo/server.ts'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials, roleCredentials } from '#server/aws/credentials.ts'
import type { Collector } from '#server/collectors/define-collector.ts'
import type { RunContext } from '#server/collectors/run-collector.ts'
import { runForTest } from '#server/collectors/run-for-test.ts'

export type DemoRun = { region?: string; account?: number; overrides?: Partial<RunContext> }

/** A demo AWS for the tests of a file, and a way to run collectors against it. For tests. */
export function openDemo(options: DemoOptions = {}) {
  let aws: DemoAws
  let pools: ClientPool[] = []
  beforeAll(async () => {
    aws = await startDemoAws({ functions: 120, accounts: 1, rateScale: 0, ...options })
    const home = new AccountCredentials(async () => aws.credentials)
    pools = aws.accounts.map(({ home: isHome, roleArn, externalId }) => {
      const role = { via: 'role' as const, region: 'eu-west-1', roleArn, externalId }
      const credentials = isHome ? home : roleCredentials(role, home, aws.endpoint)
      const limiter = { take: async () => undefined }
      return new ClientPool({
        endpoint: aws.endpoint,
        credentialsFor: () => credentials,
        maxAttempts: 2,
        limiter,
      })
    })
  })
  afterEach(() => aws.setFaults([]))
  afterAll(async () => {
    for (const pool of pools) pool.close()
    await aws.close()
  })
  return {
    get aws(): DemoAws {
      return aws
    },
    run<Item, Input>(collector: Collector<Item, Input>, input: Input, run: DemoRun = {}) {
      const clients = pools[run.account ?? 0]
      const account = aws.accounts[run.account ?? 0]
      if (!clients || !account) throw new RangeError('the demo has no such account')
      return runForTest(collector, input, { clients, accountId: account.id, ...run })
    },
  }
}
