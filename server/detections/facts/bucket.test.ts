import { expect, it } from 'vitest'
import { type Raw, trailRecord } from '#server/testing/records/trail-record.ts'
import { publicGrants } from './bucket.ts'

const ALL = 'http://acs.amazonaws.com/groups/global/AllUsers'
const grant = (URI: string, Permission: string) => ({ Grantee: { URI }, Permission })
const acl = (requestParameters: unknown) =>
  publicGrants(
    trailRecord({ eventSource: 's3.amazonaws.com', eventName: 'PutBucketAcl', requestParameters } as Raw),
  )
const listed = (Grant: unknown) => ({ AccessControlPolicy: { AccessControlList: { Grant } } })

it.each<[unknown, string[]]>([
  [{ 'x-amz-acl': ['public-read-write'] }, ['public-read-write']],
  [{ 'x-amz-acl': 'authenticated-read' }, ['authenticated-read']],
  [listed(grant(ALL, 'READ')), ['READ']],
  [
    listed([grant('http://acs.amazonaws.com/groups/s3/LogDelivery', 'WRITE'), grant(ALL, 'WRITE')]),
    ['WRITE'],
  ],
  [{ 'x-amz-grant-read': [`uri="${ALL}"`] }, ['x-amz-grant-read']],
])('%j opens to everybody', (request, grants) => expect(acl(request)).toEqual(grants))

it.each([
  { 'x-amz-acl': ['private'] },
  listed([{ Grantee: { ID: 'abc' }, Permission: 'FULL_CONTROL' }]),
  listed('HIDDEN_DUE_TO_SECURITY_REASONS'),
  null,
  'HIDDEN_DUE_TO_SECURITY_REASONS',
])('%j opens to nobody', (request) => expect(acl(request)).toEqual([]))
