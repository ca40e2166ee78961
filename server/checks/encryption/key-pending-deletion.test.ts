import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeKmsKey, makeLogGroup } from '#server/testing/records/posture-records.ts'
import { keyPendingDeletion } from './key-pending-deletion.ts'

const on = (deletionAt: string): Partial<KmsKeyRecord> => ({
  state: known('PendingDeletion'),
  deletionAt: known(deletionAt),
})
const IN_10_DAYS = on('2026-11-30T06:00:00.000Z')
const verdictOf = (changes: Partial<KmsKeyRecord>, others: ResourceRecord[] = []) =>
  keyPendingDeletion.evaluate(makeKmsKey(changes), estateOf(others))

describe('key-pending-deletion', () => {
  it.each<[string, string, Partial<KmsKeyRecord>]>([
    ['pass', 'a key that stays', {}],
    ['fail', 'a key that is being deleted', IN_10_DAYS],
    ['unknown', 'a state that was denied', { state: denied('kms:DescribeKey') }],
    ['not applicable', 'a key of AWS’s own', { manager: known('AWS') }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('names what is encrypted with it, and is critical in the last days of a function’s key', () => {
    const key = makeKmsKey()
    const user = makeFunctionRecord({ kmsKeyArn: known(key.arn) })
    const log = makeLogGroup({ kmsKeyArn: known(key.arn) })
    expect(verdictOf(IN_10_DAYS, [user, log])).toMatchObject({
      severity: 'high',
      summary: expect.stringContaining('in 10 days'),
      evidence: expect.arrayContaining([
        { label: 'Functions encrypted with it', value: '1' },
        { label: 'Encrypted with it', value: 'log group /aws/lambda/orders-api' },
      ]),
    })
    expect(verdictOf(on('2026-11-22T06:00:00.000Z'), [user])).toMatchObject({ severity: 'critical' })
    expect(verdictOf(on('2026-11-22T06:00:00.000Z'))).toMatchObject({ severity: 'high' })
  })
})
