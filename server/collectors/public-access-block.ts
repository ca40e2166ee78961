import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3'
import { dnsSuffix, endpointRegion } from '#server/aws/aws-region.ts'
import type { Operation } from '#server/aws/operation.ts'
import { type Field, failed, known } from '#server/domain/field.ts'
import { asObject, type JsonObject } from '#server/domain/json.ts'
import type { CollectorContext } from './define-collector.ts'
import { readObject } from './read-object.ts'

export const getBucketBlock: Operation = {
  service: 's3',
  name: 'GetPublicAccessBlock',
  permission: 's3:GetBucketPublicAccessBlock',
  costUsd: 0,
  hides: 'whether a bucket that calls functions is kept from being public',
}
export const getAccountBlock: Operation = {
  service: 's3',
  name: 'GetAccountPublicAccessBlock',
  permission: 's3:GetAccountPublicAccessBlock',
  costUsd: 0,
  hides: 'whether the account keeps all of its buckets from being public',
}

type Request = {
  hostname: string
  path: string
  query: Record<string, unknown>
  headers: Record<string, string>
}
type Place = { accountId: string; region: string; partition: string }

/**
 * S3 Control's GetPublicAccessBlock, which asks for an account's settings and answers as S3 does for a bucket's. Source:
 * S3 API reference, AWS S3 Control.
 */
export class GetAccountPublicAccessBlockCommand extends GetPublicAccessBlockCommand {
  constructor({ accountId, region, partition }: Place) {
    super({ Bucket: 'account' })
    this.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as Request
        if (request.hostname.endsWith(dnsSuffix(partition)))
          request.hostname = `${accountId}.s3-control.${region}.${dnsSuffix(partition)}`
        request.path = '/v20180820/configuration/publicAccessBlock'
        request.query = {}
        request.headers['x-amz-account-id'] = accountId
        return next(args)
      },
      { step: 'build', name: 'askForAccount' },
    )
  }
}

/** What keeps a bucket's or an account's buckets from being public; nothing does where nothing is set. */
export type PublicAccessBlock = { restrictsPolicies: boolean; ignoresLists: boolean }

export async function readAccountBlock(context: CollectorContext): Promise<Field<PublicAccessBlock>> {
  const { id: accountId, partition } = context.account
  const region = endpointRegion(context.region, partition)
  const command = new GetAccountPublicAccessBlockCommand({ accountId, region, partition })
  return readBlock(await readObject(context, getAccountBlock, command, MEMBER))
}

export async function readBucketBlock(
  context: CollectorContext,
  Bucket: string,
): Promise<Field<PublicAccessBlock>> {
  const command = new GetPublicAccessBlockCommand({ Bucket })
  return readBlock(await readObject(context, getBucketBlock, command, { ...MEMBER, resource: Bucket }))
}

const MEMBER = { member: 'PublicAccessBlockConfiguration' }

function readBlock(answer: Field<JsonObject>): Field<PublicAccessBlock> {
  if (answer.state === 'absent') return known({ restrictsPolicies: false, ignoresLists: false })
  if (answer.state !== 'known') return answer
  const { RestrictPublicBuckets, IgnorePublicAcls } = asObject(answer.value)
  if (typeof RestrictPublicBuckets !== 'boolean' || typeof IgnorePublicAcls !== 'boolean')
    return failed('unreadable PublicAccessBlockConfiguration')
  return known({ restrictsPolicies: RestrictPublicBuckets, ignoresLists: IgnorePublicAcls })
}

/** Of each setting the stricter one counts, the bucket's or the account's. */
export function isBlocked(own: Field<PublicAccessBlock>, account: Field<PublicAccessBlock>): Field<boolean> {
  const seen = [own, account].flatMap((field) => (field.state === 'known' ? field.value : []))
  const blocked = seen.some((one) => one.restrictsPolicies) && seen.some((one) => one.ignoresLists)
  if (blocked) return known(true)
  if (own.state !== 'known') return own.state === 'absent' ? failed('no answer') : own
  if (account.state !== 'known') return account.state === 'absent' ? failed('no answer') : account
  return known(false)
}
