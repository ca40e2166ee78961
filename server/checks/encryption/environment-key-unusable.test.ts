import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeKmsKey } from '#server/testing/records/posture-records.ts'
import { environmentKeyUnusable } from './environment-key-unusable.ts'

const KEY = makeKmsKey()
const OWN_KEY = { kmsKeyArn: known(KEY.arn) }
const ALIAS = { kmsKeyArn: known('arn:aws:kms:eu-west-1:111122223333:alias/app') }
const FOREIGN = { kmsKeyArn: known('arn:aws:kms:eu-west-1:999988887777:key/1') }
const inState = (name: string) => [makeKmsKey({ state: known(name) })]
const verdictOf = (changes: Partial<FunctionRecord>, keys: KmsKeyRecord[] = [KEY]) =>
  environmentKeyUnusable.evaluate(makeFunctionRecord(changes), estateOf(keys))

describe('environment-key-unusable', () => {
  it.each<[string, string, Partial<FunctionRecord>, KmsKeyRecord[]?]>([
    ['pass', 'a key that is enabled', OWN_KEY],
    ['fail', 'a key that is disabled', OWN_KEY, inState('Disabled')],
    ['fail', 'a key that waits for its deletion', OWN_KEY, inState('PendingDeletion')],
    ['fail', 'a key that exists no more', OWN_KEY, []],
    ['fail', 'what Lambda itself says', { environment: known({ names: [], errorCode: 'KMSAccessDenied' }) }],
    ['unknown', 'a state of tomorrow', OWN_KEY, inState('Sleeping')],
    ['unknown', 'a state that was denied', OWN_KEY, [makeKmsKey({ state: denied('kms:DescribeKey') })]],
    ['unknown', 'a key of an account that is not watched', FOREIGN],
    ['unknown', 'a key that is named by its alias', ALIAS],
    ['not applicable', 'a key of AWS’s own', { kmsKeyArn: absent() }],
  ])('says %s of %s', (state, _, changes, keys) => {
    expect(verdictOf(changes, keys).state).toBe(state)
  })
})
