import { regions } from '#server/collectors/regions.ts'
import { stsIdentity } from '#server/collectors/sts-identity.ts'
import { parseArn } from '#server/domain/arn.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { UNIDENTIFIED_ACCOUNT } from '#server/domain/unidentified-account.ts'
import { SettingError } from '#server/errors.ts'
import type { AuditRun } from './audit-run.ts'
import type { Extent } from './collect-estate.ts'

export type Asked = {
  /** Ids of accounts, or ARNs of roles in them; none: the account of the credentials. */
  accounts: readonly string[]
  /** Assumed in each account that is named by its id and is not the credentials' own. */
  roleName: string | undefined
  externalId: string | undefined
  /** None: all that are enabled. */
  regions: readonly string[]
  /** Where to look first when the regions cannot be listed. */
  homeRegion: string
}

type Account = Extent['accounts'][number]

const globalOf = (id: string, partition: string) => ({ account: { id, partition }, region: GLOBAL_REGION })

/**
 * Which accounts and regions to look at. An account that cannot be reached is left out, and among the problems.
 * @throws SettingError where an account is named in a way that leads nowhere.
 */
export async function findExtent(run: AuditRun, asked: Asked): Promise<Account[]> {
  const home = await identityOf(run, UNIDENTIFIED_ACCOUNT)
  if (!home) return []
  const wanted = asked.accounts.length === 0 ? [home.accountId] : asked.accounts
  const found: Account[] = []
  for (const text of wanted) {
    const account = await reach(run, asked, text, home)
    if (account && !found.some(({ id }) => id === account.id)) found.push(account)
  }
  return found
}

async function identityOf(run: AuditRun, id: string) {
  const { collected } = await run.collect(globalOf(id, 'aws'), stsIdentity, undefined)
  return collected[0]
}

type Identity = NonNullable<Awaited<ReturnType<typeof identityOf>>>

async function reach(
  run: AuditRun,
  asked: Asked,
  text: string,
  home: Identity,
): Promise<Account | undefined> {
  const role = roleOf(asked, text, home)
  run.access.register(role)
  if (role.roleArn) {
    const identity = await identityOf(run, role.id)
    if (identity?.accountId !== role.id) return undefined
  }
  const { partition } = home
  return { id: role.id, partition, regions: await regionsOf(run, asked, { id: role.id, partition }) }
}

function roleOf({ roleName, externalId }: Asked, text: string, home: Identity) {
  const arn = parseArn(text)
  if (arn?.service === 'iam' && arn.accountId && arn.resource.startsWith('role/'))
    return { id: arn.accountId, roleArn: text, externalId: externalId ?? null }
  if (!/^\d{12}$/.test(text)) throw new SettingError('--account takes 12 digits or the ARN of a role.')
  if (text === home.accountId) return { id: text, roleArn: null, externalId: null }
  if (!roleName)
    throw new SettingError(
      `The credentials are of account ${home.accountId}: --role-name says which role to assume in ${text}.`,
    )
  return {
    id: text,
    roleArn: `arn:${home.partition}:iam::${text}:role/${roleName}`,
    externalId: externalId ?? null,
  }
}

async function regionsOf(
  run: AuditRun,
  asked: Asked,
  account: { id: string; partition: string },
): Promise<string[]> {
  if (asked.regions.length > 0) return [...asked.regions]
  const { collected } = await run.collect(globalOf(account.id, account.partition), regions, undefined)
  const enabled = collected.filter((one) => one.enabled).map(({ region }) => region)
  return enabled.length > 0 ? enabled : [asked.homeRegion]
}
