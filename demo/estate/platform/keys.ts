import { type Account, dayMs, type Partition, type Statement } from '#demo/estate/model.ts'
import { uuidFrom } from '#demo/estate/prng.ts'

export type KeySpec = {
  id: string
  arn: string
  description: string
  manager: 'AWS' | 'CUSTOMER'
  state: 'Enabled' | 'Disabled' | 'PendingDeletion'
  rotates: boolean
  statements: Statement[]
  createdMs: number
  deletionMs?: number
}
export type Keys = { byId: Map<string, KeySpec>; byAlias: Map<string, KeySpec> }

const createdMs = Date.UTC(2023, 3, 17)

/** Keys that services make in an account when they are first told to encrypt. */
const awsAliases = ['alias/aws/lambda', 'alias/aws/sqs', 'alias/aws/sns', 'alias/aws/kinesis']
const sharedAliases = ['alias/shop-logs', 'alias/shop-messages', 'alias/shop-trail'] as const

/** The ARN of a key that a whole region of an account shares. */
export function sharedKeyArn(
  account: Pick<Account, 'id'>,
  region: string,
  alias: (typeof sharedAliases)[number],
): string {
  return `arn:aws:kms:${region}:${account.id}:key/${uuidFrom('key', account.id, region, alias)}`
}

const ofAccount = (accountId: string): Statement => ({
  Sid: 'EnableIAMUserPermissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: 'kms:*',
  Resource: '*',
})

/**
 * The keys of a region: one for each service that encrypts its variables, a few shared ones, and AWS's own. Of the
 * services' keys one never changes; in the home account's first region one is disabled, one will be deleted, and anyone
 * may use another.
 */
export function makeKeys(partition: Partition): Keys {
  const { account, region, functions } = partition
  const broken = isFirst(partition) ? faults : faultsElsewhere
  const keys: Keys = { byId: new Map(), byAlias: new Map() }
  const add = (arn: string, more: Partial<KeySpec>): KeySpec => {
    const key: KeySpec = {
      id: arn.split('/')[1] ?? '',
      arn,
      description: '',
      manager: 'CUSTOMER',
      state: 'Enabled',
      rotates: true,
      statements: [ofAccount(account.id)],
      createdMs,
      ...more,
    }
    keys.byId.set(key.id, key)
    return key
  }
  const ownArns = [...new Set(functions.flatMap((fn) => fn.kmsKeyArn ?? []))].sort()
  ownArns.forEach((arn, rank) => {
    add(arn, { description: 'Environment variables of a service', ...broken[rank] })
  })
  if (functions.length === 0) return keys
  for (const alias of sharedAliases)
    keys.byAlias.set(alias, add(sharedKeyArn(account, region, alias), { description: `Shared: ${alias}` }))
  for (const alias of awsAliases) {
    const arn = `arn:aws:kms:${region}:${account.id}:key/${uuidFrom('key', account.id, region, alias)}`
    keys.byAlias.set(alias, add(arn, { manager: 'AWS', description: `Default key for ${alias}` }))
  }
  return keys
}

const anyone: Statement = {
  Sid: 'AllowPartners',
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  Resource: '*',
}

const isFirst = ({ account, region }: Partition) => account.home && region === account.regions[0]

const faults: readonly Partial<KeySpec>[] = [
  {},
  { rotates: false },
  { state: 'Disabled' },
  { state: 'PendingDeletion', deletionMs: createdMs + 1400 * dayMs },
  { statements: [anyone] },
]
const faultsElsewhere = faults.slice(0, 2)
