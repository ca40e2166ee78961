import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers'
import { MINUTE_MS } from '#server/domain/time.ts'

export type Credentials = {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration?: Date
}

/** How to reach an account: with the program's own credentials, or by a role in it. */
export type AccountAccess =
  | { via: 'chain' }
  | { via: 'role'; roleArn: string; externalId?: string; region: string }

/** Credentials could not be had. `cause` is what AWS or the provider said; `assumingRole` tells which step it was. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError'
  readonly assumingRole: boolean
  constructor(assumingRole: boolean, cause: unknown) {
    super(cause instanceof Error ? cause.message : 'credentials could not be had', { cause })
    this.assumingRole = assumingRole
  }
}

const SESSION_NAME = 'sightline'
const REFRESH_BEFORE_MS = 5 * MINUTE_MS
/** An STS that does not answer must not hold up what waits for credentials. */
const STS_LIMITS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5000, requestTimeout: 15_000, throwOnRequestTimeout: true },
}

/** Caches an account's credentials, renews them five minutes before they expire, or at once when AWS calls them expired. */
export class AccountCredentials {
  readonly #load: () => Promise<Credentials>
  readonly #now: () => number
  readonly #assumingRole: boolean
  readonly #base: AccountCredentials | undefined
  #current: Promise<Credentials> | undefined
  #expiresAtMs = Number.POSITIVE_INFINITY

  constructor(
    load: () => Promise<Credentials>,
    assumingRole = false,
    now: () => number = Date.now,
    base?: AccountCredentials,
  ) {
    this.#load = load
    this.#now = now
    this.#assumingRole = assumingRole
    this.#base = base
  }

  /** @throws CredentialsError */
  get(): Promise<Credentials> {
    if (this.#current && this.#now() < this.#expiresAtMs - REFRESH_BEFORE_MS) return this.#current
    return this.#renew()
  }

  /** Drops the credentials with this key, here and where they came from, unless somebody else renewed them meanwhile. */
  async expire(accessKeyId: string | undefined): Promise<void> {
    const current = await this.#current?.catch(() => undefined)
    if (!current || current.accessKeyId === accessKeyId || accessKeyId === undefined)
      this.#current = undefined
    await this.#base?.expire(accessKeyId)
  }

  #renew(): Promise<Credentials> {
    const renewed = this.#load().then(
      (credentials) => {
        this.#expiresAtMs = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY
        return credentials
      },
      (error: unknown) => {
        this.#current = undefined
        throw error instanceof CredentialsError ? error : new CredentialsError(this.#assumingRole, error)
      },
    )
    this.#expiresAtMs = Number.POSITIVE_INFINITY
    this.#current = renewed
    return renewed
  }
}

/** The standard chain: environment, profile, SSO, web identity, container, instance. Read afresh at each renewal. */
export function chainCredentials(): AccountCredentials {
  return new AccountCredentials(() => fromNodeProviderChain()())
}

/** Those of one profile in the machine's AWS configuration: keys, SSO, a process, a role. Read afresh at each renewal. */
export function profileCredentials(profile: string): AccountCredentials {
  return new AccountCredentials(() => fromIni({ profile, ignoreCache: true })())
}

/** Credentials of a role, assumed with `base` under the session name `sightline`. */
export function roleCredentials(
  access: Extract<AccountAccess, { via: 'role' }>,
  base: AccountCredentials,
  endpoint?: string,
): AccountCredentials {
  const sts = new STSClient({
    region: access.region,
    credentials: () => base.get(),
    endpoint,
    ...STS_LIMITS,
  })
  const load = async () => {
    const { Credentials: found } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: access.roleArn,
        ExternalId: access.externalId,
        RoleSessionName: SESSION_NAME,
        DurationSeconds: 3600,
      }),
    )
    if (!found?.AccessKeyId || !found.SecretAccessKey) throw new Error('AssumeRole gave no credentials')
    return {
      accessKeyId: found.AccessKeyId,
      secretAccessKey: found.SecretAccessKey,
      sessionToken: found.SessionToken,
      expiration: found.Expiration,
    }
  }
  return new AccountCredentials(load, true, Date.now, base)
}

/**
 * The credentials of `base`, for as long as AWS says that they are this account's: what another account holds is never
 * taken for what this one has become when the machine's credentials are exchanged.
 */
export function ownCredentials(
  accountId: string,
  base: AccountCredentials,
  region: string,
  endpoint?: string,
): AccountCredentials {
  const load = async () => {
    const credentials = await base.get()
    const sts = new STSClient({ region, credentials, endpoint, ...STS_LIMITS })
    const { Account } = await sts.send(new GetCallerIdentityCommand({})).finally(() => sts.destroy())
    if (Account !== accountId) {
      await base.expire(credentials.accessKeyId)
      throw new Error(`the credentials belong to account ${Account}, not to ${accountId}`)
    }
    return credentials
  }
  return new AccountCredentials(load, false, Date.now, base)
}
