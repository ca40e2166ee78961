import type { DemoAws } from '#demo/server.ts'
import type { AccountRole, AwsAccess } from '#server/aws/access.ts'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials, roleCredentials } from '#server/aws/credentials.ts'

/** The way into the accounts of a demo AWS as the worker has it, without waiting for rates. */
export function demoAccess(aws: DemoAws): Pick<AwsAccess, 'clients' | 'register'> {
  const home = new AccountCredentials(async () => aws.credentials)
  const roles = new Map<string, AccountCredentials>()
  const clients = new ClientPool({
    endpoint: aws.endpoint,
    credentialsFor: (id) => roles.get(id) ?? home,
    share: 1,
    maxAttempts: 2,
    limiter: { take: async () => undefined },
  })
  const register = ({ id, roleArn, externalId }: AccountRole): void => {
    if (!roleArn || roles.has(id)) return
    const access = { via: 'role' as const, roleArn, externalId: externalId ?? undefined, region: 'eu-west-1' }
    roles.set(id, roleCredentials(access, home, aws.endpoint))
  }
  return { clients, register }
}
