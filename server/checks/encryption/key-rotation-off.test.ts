import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeKmsKey } from '#server/testing/records/posture-records.ts'
import { keyRotationOff } from './key-rotation-off.ts'

const OFF = { rotates: known(false) }
const verdictOf = (changes: Partial<KmsKeyRecord>) =>
  keyRotationOff.evaluate(makeKmsKey(changes), estateOf([]))

describe('key-rotation-off', () => {
  it.each<[string, string, Partial<KmsKeyRecord>]>([
    ['pass', 'a key that rotates', {}],
    ['fail', 'a key that does not', OFF],
    ['unknown', 'a status that was denied', { rotates: denied('kms:GetKeyRotationStatus') }],
    ['unknown', 'a key that was denied', { manager: denied('kms:DescribeKey'), rotates: known(false) }],
    ['not applicable', 'a key of AWS’s own', { ...OFF, manager: known('AWS') }],
    ['not applicable', 'an asymmetric key', { ...OFF, keySpec: known('RSA_2048') }],
    ['not applicable', 'imported key material', { ...OFF, origin: known('EXTERNAL') }],
    ['not applicable', 'a key that is being deleted', { ...OFF, state: known('PendingDeletion') }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })
})
