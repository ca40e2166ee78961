import type { KeySpec } from '#demo/estate/platform/keys.ts'
import { keysOf } from '#demo/estate/platform/platform.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { type Call, type Operation, partitionOf } from './call.ts'

const missing = (message: string) => new AwsError('NotFoundException', 400, message)

/** A key by id, ARN, alias or alias ARN; one of another account is not to be had. */
function findKey(call: Call): KeySpec {
  const given = String(call.input.KeyId ?? '')
  const arn = given.split(':')
  const isArn = arn.length >= 6
  if (isArn && arn[4] !== call.account.id) {
    const who = `User: ${call.principal.arn} is not authorized to perform: kms:${call.operation} on resource: ${given}`
    throw new AwsError(
      'AccessDeniedException',
      400,
      `${who} because no resource-based policy allows the kms:${call.operation} action`,
    )
  }
  if (isArn && arn[3] !== call.region) throw missing(`Invalid arn ${arn[3]}`)
  const name = isArn ? arn.slice(5).join(':') : given
  const { byId, byAlias } = keysOf(partitionOf(call))
  const found = name.startsWith('alias/') ? byAlias.get(name) : byId.get(name.replace(/^key\//, ''))
  const wanted = isArn ? given : `arn:aws:kms:${call.region}:${call.account.id}:${name}`
  if (!found)
    throw missing(
      name.startsWith('alias/') ? `Alias ${wanted} is not found.` : `Key '${wanted}' does not exist`,
    )
  return found
}

function describeKey(call: Call): unknown {
  const key = findKey(call)
  return {
    KeyMetadata: {
      AWSAccountId: call.account.id,
      KeyId: key.id,
      Arn: key.arn,
      CreationDate: new Date(key.createdMs),
      Enabled: key.state === 'Enabled',
      Description: key.description,
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: key.state,
      ...(key.deletionMs === undefined ? {} : { DeletionDate: new Date(key.deletionMs) }),
      Origin: 'AWS_KMS',
      KeyManager: key.manager,
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    },
  }
}

function getKeyRotationStatus(call: Call): unknown {
  const { arn, rotates, state } = findKey(call)
  return { KeyId: arn, KeyRotationEnabled: rotates && state !== 'PendingDeletion', RotationPeriodInDays: 365 }
}

function getKeyPolicy(call: Call): unknown {
  const { statements } = findKey(call)
  if (call.input.PolicyName !== undefined && call.input.PolicyName !== 'default')
    throw missing(`No such policy exists`)
  const policy = { Version: '2012-10-17', Id: 'key-default-1', Statement: statements }
  return { Policy: JSON.stringify(policy, null, 2), PolicyName: 'default' }
}

const on = (run: Operation['run']): Operation => ({
  run,
  bucket: { name: 'kms', perSecond: 100 },
  resource: ({ input }) => String(input.KeyId ?? '*'),
})

export const kmsOperations: Record<string, Operation> = {
  DescribeKey: on(describeKey),
  GetKeyRotationStatus: on(getKeyRotationStatus),
  GetKeyPolicy: on(getKeyPolicy),
}
