import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { field, itemsOf, requestOf, textOf } from './parameters.ts'

const EVERYBODY = /\/groups\/global\/(AllUsers|AuthenticatedUsers)/
const CANNED = /^(public-read|public-read-write|authenticated-read)$/
const HEADERS = [
  'x-amz-grant-read',
  'x-amz-grant-write',
  'x-amz-grant-read-acp',
  'x-amz-grant-write-acp',
  'x-amz-grant-full-control',
]

/** The name of the bucket of a call. */
export function bucketOf(record: TrailRecord): string {
  return textOf(record, 'bucketName') ?? 'a bucket'
}

/** What an access control list gives to everybody, by any of the three ways to say it. Source: S3 API, PutBucketAcl. */
export function publicGrants(record: TrailRecord): string[] {
  const request = requestOf(record)
  const canned = itemsOf(request['x-amz-acl']).flatMap((one) => asText(one) ?? [])
  const listed = itemsOf(field(field(field(request, 'AccessControlPolicy'), 'AccessControlList'), 'Grant'))
  const granted = listed.filter((grant) =>
    EVERYBODY.test(asText(field(field(grant, 'Grantee'), 'URI')) ?? ''),
  )
  const headers = HEADERS.filter((name) => EVERYBODY.test(JSON.stringify(request[name] ?? '')))
  return [
    ...canned.filter((one) => CANNED.test(one)),
    ...granted.map((grant) => asText(field(grant, 'Permission')) ?? 'a permission'),
    ...headers,
  ]
}
