import { absent, known } from '#server/domain/field.ts'
import { parsePolicyDocument } from '#server/domain/iam/policy-document.ts'
import { type PrincipalPolicies, principalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { NamedPolicy, RoleRecord } from '#server/domain/records/role-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'

export const TEST_ACCOUNT = '111122223333'

export const policyDocument = (statement: unknown, version: string | undefined = '2012-10-17') =>
  parsePolicyDocument(JSON.stringify({ Version: version, Statement: statement }))

export const namedPolicy = (name: string, statement: unknown, arn?: string): NamedPolicy => ({
  name,
  ...(arn === undefined ? {} : { arn }),
  document: known(policyDocument(statement)),
})

const LAMBDA_TRUST = {
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
}

/** A role for tests: `statement` is the Statement of its one inline policy. */
export function roleForTest(statement: unknown, changes: Partial<RoleRecord> = {}): RoleRecord {
  const name = changes.name ?? 'app-role'
  return {
    kind: 'role',
    arn: `arn:aws:iam::${TEST_ACCOUNT}:role/${name}`,
    name,
    accountId: TEST_ACCOUNT,
    region: 'global',
    path: '/',
    roleId: 'AROATEST',
    createdAt: known('2026-01-01T00:00:00.000Z'),
    trustPolicy: known(policyDocument(LAMBDA_TRUST)),
    inlinePolicies: known([namedPolicy('app', statement)]),
    attachedPolicies: absent(),
    permissionsBoundary: absent(),
    lastUsedAt: absent(),
    lastUsedRegion: absent(),
    tags: absent(),
    unknownFields: [],
    ...changes,
  }
}

export function userForTest(statement: unknown, changes: Partial<UserRecord> = {}): UserRecord {
  const name = changes.name ?? 'ann'
  return {
    kind: 'user',
    arn: `arn:aws:iam::${TEST_ACCOUNT}:user/${name}`,
    name,
    accountId: TEST_ACCOUNT,
    region: 'global',
    path: '/',
    userId: 'AIDATEST',
    createdAt: known('2026-01-01T00:00:00.000Z'),
    inlinePolicies: known([namedPolicy('own', statement)]),
    attachedPolicies: absent(),
    groups: absent(),
    permissionsBoundary: absent(),
    tags: absent(),
    unknownFields: [],
    ...changes,
  }
}

/** The role's or user's policies with no SCP in force. */
export const policiesOf = (record: RoleRecord | UserRecord): PrincipalPolicies =>
  principalPolicies(record, { state: 'none' })

export function mappingForTest(
  functionArn: string,
  changes: Partial<EventSourceMappingRecord> = {},
): EventSourceMappingRecord {
  return {
    kind: 'event-source-mapping',
    arn: `arn:aws:lambda:eu-west-1:${TEST_ACCOUNT}:event-source-mapping:m1`,
    name: 'm1',
    accountId: TEST_ACCOUNT,
    region: 'eu-west-1',
    uuid: 'm1',
    functionArn: known(functionArn),
    functionName: known(functionArn.split(':').pop() ?? ''),
    eventSourceArn: known(`arn:aws:sqs:eu-west-1:${TEST_ACCOUNT}:jobs`),
    sourceType: 'sqs',
    state: known('Enabled'),
    stateReason: absent(),
    batchSize: known(10),
    maximumBatchingWindowSeconds: absent(),
    parallelizationFactor: absent(),
    startingPosition: absent(),
    maximumRetryAttempts: absent(),
    maximumRecordAgeSeconds: absent(),
    bisectBatchOnFunctionError: absent(),
    onFailureArn: absent(),
    filters: absent(),
    maximumConcurrency: absent(),
    functionResponseTypes: absent(),
    topics: absent(),
    queues: absent(),
    lastModifiedAt: absent(),
    lastProcessingResult: absent(),
    unknownFields: [],
    ...changes,
  }
}
