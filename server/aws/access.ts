import { UNIDENTIFIED_ACCOUNT } from '#server/domain/unidentified-account.ts'
import { ClientPool, type ClientPoolOptions } from './client-pool.ts'
import {
  type AccountCredentials,
  chainCredentials,
  ownCredentials,
  profileCredentials,
  roleCredentials,
} from './credentials.ts'

/** How an account is reached: by a role, by a profile, or, with neither, by the program's own credentials. */
export type AccountRole = {
  id: string
  roleArn: string | null
  externalId: string | null
  profile?: string | null
}

const wayOf = ({ roleArn, externalId, profile }: AccountRole) =>
  JSON.stringify([roleArn, externalId, profile ?? null])

/** The way into every watched account: by the program's own credentials, by a profile, or by a role that they may assume. */
export class AwsAccess {
  readonly clients: ClientPool
  readonly #chain: AccountCredentials = chainCredentials()
  readonly #roles = new Map<string, { role: AccountRole; credentials: AccountCredentials }>()
  readonly #region: string

  constructor(options: { share?: number; region?: string; limiter?: ClientPoolOptions['limiter'] } = {}) {
    const { share, limiter } = options
    this.#region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1'
    this.clients = new ClientPool({ credentialsFor: (id) => this.#credentialsFor(id), share, limiter })
  }

  /** Tells how an account is reached; credentials are kept while role, external id and profile stay the same. */
  register(role: AccountRole): void {
    const before = this.#roles.get(role.id)
    if (before && wayOf(before.role) === wayOf(role)) return
    this.#roles.set(role.id, { role, credentials: this.#credentialsOf(role) })
  }

  #credentialsOf({ id, roleArn, externalId, profile }: AccountRole): AccountCredentials {
    if (roleArn) {
      const access = {
        via: 'role' as const,
        roleArn,
        externalId: externalId ?? undefined,
        region: this.#region,
      }
      return roleCredentials(access, this.#chain)
    }
    if (profile) return ownCredentials(id, profileCredentials(profile), this.#region)
    return id === UNIDENTIFIED_ACCOUNT ? this.#chain : ownCredentials(id, this.#chain, this.#region)
  }

  #credentialsFor(accountId: string): AccountCredentials {
    return this.#roles.get(accountId)?.credentials ?? this.#chain
  }
}
