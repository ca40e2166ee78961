import { DescribeKeyCommand, GetKeyPolicyCommand, GetKeyRotationStatusCommand } from '@aws-sdk/client-kms'
import type { Operation } from '#server/aws/operation.ts'
import { parseArn } from '#server/domain/arn.ts'
import { absent, type Field, failed, known, mapField } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readBatches } from './read-each.ts'
import { readBoolean, readText, readTime, type Shape, unknownMembers } from './read-field.ts'
import { inAnswer, readObject } from './read-object.ts'

const operation = (name: string, hides: string): Operation => ({
  service: 'kms',
  name,
  permission: `kms:${name}`,
  costUsd: 0,
  hides,
})
const describeKey = operation('DescribeKey', 'whether a key that functions need can be used')
const getRotation = operation('GetKeyRotationStatus', 'whether a key changes by itself')
const getPolicy = operation('GetKeyPolicy', 'who may use a key')

const KEY: Shape = Object.fromEntries(
  'AWSAccountId KeyId Arn CreationDate Enabled Description KeyUsage KeyState DeletionDate ValidTo Origin CustomKeyStoreId CloudHsmClusterId ExpirationModel KeyManager CustomerMasterKeySpec KeySpec EncryptionAlgorithms SigningAlgorithms KeyAgreementAlgorithms MultiRegion MultiRegionConfiguration PendingDeletionWindowInDays MacAlgorithms XksKeyConfiguration CurrentKeyMaterialId'
    .split(' ')
    .map((name) => [name, true as const]),
)

/** Of a key that is named by its ARN and may not be looked at. */
type Unseen = Exclude<Field<never>, { state: 'known' }>

/**
 * The keys that something of the region names, by key id, alias or ARN. One that AWS says is not there is left out; one
 * named by an alias that may not be read is handed on under the alias.
 */
export const kmsKeys = defineCollector<KmsKeyRecord, readonly string[]>({
  id: 'kms-keys',
  title: 'KMS keys',
  scope: 'region',
  kind: 'kms-key',
  changedBy: ['kms.amazonaws.com'],
  changedOnlyBy: [
    'CreateAlias',
    'UpdateAlias',
    'DeleteAlias',
    'EnableKey',
    'DisableKey',
    'ScheduleKeyDeletion',
    'CancelKeyDeletion',
    'DeleteKey',
    'PutKeyPolicy',
    'EnableKeyRotation',
    'DisableKeyRotation',
  ],
  onlyWithFunctions: true,
  operations: [describeKey, getRotation, getPolicy],
  async *collect(context, names): Batches<KmsKeyRecord> {
    const wanted = new Set((names ?? []).flatMap((name) => arnOf(context, name) ?? []))
    const keys = new Map<string, Described>()
    for await (const batch of readBatches(context, [...wanted], (name) => describeByName(context, name)))
      for (const { arn, described, aliases } of batch) {
        const all = [...(keys.get(arn)?.aliases ?? []), ...aliases].sort()
        keys.set(arn, { arn, described, aliases: all })
      }
    yield* readBatches(context, [...keys.values()], async ({ arn, described, aliases }) => {
      const key =
        described.state === 'known'
          ? await readKey(context, arn, described.value)
          : unseenKey(context, arn, described)
      return aliases.length === 0 ? key : { ...key, aliases }
    })
    return { complete: true }
  },
})

type Described = {
  arn: string
  described: Exclude<Field<JsonObject>, { state: 'absent' }>
  aliases: string[]
}

/** A key by the name that it was asked for by; undefined where there is none. */
async function describeByName(context: CollectorContext, name: string): Promise<Described | undefined> {
  const command = new DescribeKeyCommand({ KeyId: name })
  const described = await readObject(context, describeKey, command, { resource: name, member: 'KeyMetadata' })
  if (described.state === 'absent') return undefined
  const resource = parseArn(name)?.resource ?? ''
  const arn = described.state === 'known' ? (asText(described.value.Arn) ?? name) : name
  return { arn, described, aliases: resource.startsWith('alias/') ? [resource] : [] }
}

/** Services name keys by id, `alias/…` or ARN; undefined for what is none of these, or of another region. */
function arnOf({ account, region }: CollectorContext, name: string): string | undefined {
  const arn = parseArn(name)
  if (arn) return arn.service === 'kms' && arn.region === region && isKey(arn.resource) ? name : undefined
  const resource = name.startsWith('alias/') ? name : `key/${name}`
  return isKey(resource) ? `arn:${account.partition}:kms:${region}:${account.id}:${resource}` : undefined
}

const isKey = (resource: string) => /^(key\/[A-Za-z0-9-]+|alias\/[A-Za-z0-9/_-]+)$/.test(resource)

async function readKey(context: CollectorContext, arn: string, from: JsonObject): Promise<KmsKeyRecord> {
  const manager = readText(from, 'KeyManager')
  const [rotates, policy] = await Promise.all([
    readRotation(context, arn, from),
    manager.state === 'known' && manager.value === 'AWS' ? absent<never>() : readPolicy(context, arn),
  ])
  return {
    ...identityOf(context, arn),
    state: readText(from, 'KeyState'),
    manager,
    keySpec: readText(from, 'KeySpec'),
    origin: readText(from, 'Origin'),
    rotates,
    policy,
    deletionAt: readTime(from, 'DeletionDate'),
    unknownFields: unknownMembers(from, KEY),
  }
}

/**
 * AWS's own keys change every year; of customers' keys only symmetric ones with material of KMS can. Source: AWS KMS
 * developer guide, Rotating keys.
 */
async function readRotation(
  context: CollectorContext,
  KeyId: string,
  { KeyManager, KeySpec, Origin }: JsonObject,
): Promise<Field<boolean>> {
  if (KeyManager === 'AWS') return known(true)
  if (KeySpec !== 'SYMMETRIC_DEFAULT' || Origin !== 'AWS_KMS') return absent()
  const answer = await readObject(context, getRotation, new GetKeyRotationStatusCommand({ KeyId }), {
    resource: KeyId,
  })
  const rotates = inAnswer(answer, (found) => readBoolean(found, 'KeyRotationEnabled'))
  return rotates.state === 'absent' ? failed('MalformedAnswer') : rotates
}

/** AWS answers for the policy of a key in the key's own account only. */
async function readPolicy(context: CollectorContext, KeyId: string): Promise<KmsKeyRecord['policy']> {
  if (parseArn(KeyId)?.accountId !== context.account.id) return failed('a key of another account')
  const command = new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })
  const answer = await readObject(context, getPolicy, command, { resource: KeyId })
  return mapField(
    inAnswer(answer, (found) => readText(found, 'Policy')),
    parsePolicyDocument,
  )
}

const identityOf = ({ account, region }: CollectorContext, arn: string) => ({
  kind: 'kms-key' as const,
  arn,
  name: parseArn(arn)?.resource.replace(/^key\//, '') ?? arn,
  accountId: account.id,
  region,
})

function unseenKey(context: CollectorContext, arn: string, field: Unseen): KmsKeyRecord {
  return {
    ...identityOf(context, arn),
    state: field,
    manager: field,
    keySpec: field,
    origin: field,
    rotates: field,
    policy: field,
    deletionAt: field,
    unknownFields: [],
  }
}
