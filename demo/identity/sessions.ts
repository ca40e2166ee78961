import { createHmac, randomBytes } from 'node:crypto'
import type { Account } from '#demo/estate/model.ts'
import { awsIdFrom, hexFrom } from '#demo/estate/prng.ts'

export type Principal = {
  account: Account
  arn: string
  userId: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiresMs?: number
}

const longestSessionMs = 43_200_000

/** The one long-lived key, and the temporary ones that AssumeRole has handed out. */
export class Sessions {
  readonly home: Principal
  private readonly temporary = new Map<string, Principal>()
  private readonly secret = randomBytes(32)
  private count = 0

  constructor(seed: number, account: Account) {
    this.home = {
      account,
      arn: `arn:aws:iam::${account.id}:user/sightline`,
      userId: awsIdFrom('AIDA', account.id, 'sightline'),
      accessKeyId: awsIdFrom('AKIA', seed, account.id, 'demo'),
      secretAccessKey: `demo${hexFrom(36, seed, account.id, 'secret')}`,
    }
  }

  find(accessKeyId: string): Principal | undefined {
    return accessKeyId === this.home.accessKeyId ? this.home : this.temporary.get(accessKeyId)
  }

  /** Makes temporary credentials for a role session; `expiresMs` is on the signing clock. */
  issue(account: Account, roleName: string, sessionName: string, expiresMs: number): Principal {
    for (const [key, { expiresMs: endMs = 0 }] of this.temporary) {
      if (endMs < expiresMs - 2 * longestSessionMs) this.temporary.delete(key)
    }
    const nonce = `${this.count++}|${sessionName}`
    const sign = (what: string) =>
      createHmac('sha256', this.secret).update(`${what}|${nonce}`).digest('base64')
    const principal: Principal = {
      account,
      arn: `arn:aws:sts::${account.id}:assumed-role/${roleName}/${sessionName}`,
      userId: `${awsIdFrom('AROA', account.id, roleName)}:${sessionName}`,
      accessKeyId: awsIdFrom('ASIA', sign('id')),
      secretAccessKey: sign('secret').slice(0, 40),
      sessionToken: `IQoJb3JpZ2luX2VjDemo${sign('token')}`,
      expiresMs,
    }
    this.temporary.set(principal.accessKeyId, principal)
    return principal
  }
}
