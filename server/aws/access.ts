import { UNIDENTIFIED_ACCOUNT } from '#server/domain/unidentified-account.ts'
import { ClientPool } from './client-pool.ts'
import { type AccountCredentials, chainCredentials, ownCredentials, roleCredentials } from './credentials.ts'

export type AccountRole = { id: string; roleArn: string | null; externalId: string | null }

/** The way into every watched account: by the program's own credentials, or by a role that they may assume. */
export class AwsAccess {
  readonly clients: ClientPool
  readonly #chain: AccountCredentials = chainCredentials()
  readonly #roles = new Map<string, { role: AccountRole; credentials: AccountCredentials }>()
  readonly #region: string

  constructor(options: { share?: number; region?: string } = {}) {
    this.#region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1'
    this.clients = new ClientPool({ credentialsFor: (id) => this.#credentialsFor(id), share: options.share })
  }

  /** Tells how an account is reached; credentials are kept while role and external id stay the same. */
  register(role: AccountRole): void {
    const before = this.#roles.get(role.id)
    if (before && before.role.roleArn === role.roleArn && before.role.externalId === role.externalId) return
    const credentials = role.roleArn
      ? roleCredentials(
          {
            via: 'role',
            roleArn: role.roleArn,
            externalId: role.externalId ?? undefined,
            region: this.#region,
          },
          this.#chain,
        )
      : role.id === UNIDENTIFIED_ACCOUNT
        ? this.#chain
        : ownCredentials(role.id, this.#chain, this.#region)
    this.#roles.set(role.id, { role, credentials })
  }

  #credentialsFor(accountId: string): AccountCredentials {
    return this.#roles.get(accountId)?.credentials ?? this.#chain
  }
}
