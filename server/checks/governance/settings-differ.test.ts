import { describe, expect, it } from 'vitest'
import { absent, failed, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { settingsDiffer as check } from './settings-differ.ts'

const judge = (changes: Partial<FunctionRecord>, parameters?: object) =>
  check.evaluate(makeFunctionRecord(changes), estateOf([]), parameters)

describe('settings-differ', () => {
  it.each<[string, string, Partial<FunctionRecord>, object?]>([
    ['pass', 'anything, while nothing is wanted', {}],
    ['pass', 'a runtime that is wanted', {}, { runtimes: ['nodejs22.x'] }],
    ['fail', 'another runtime', {}, { runtimes: ['python3.13'] }],
    ['pass', 'an image, which has no runtime', { runtime: absent() }, { runtimes: ['python3.13'] }],
    ['fail', 'a longer timeout', { timeoutSeconds: known(60) }, { maxTimeoutSeconds: 30 }],
    ['fail', 'more memory', { memoryMb: known(1024) }, { maxMemoryMb: 512 }],
    ['fail', 'another architecture', { architectures: known(['x86_64']) }, { architectures: ['arm64'] }],
    ['unknown', 'a setting that was not read', { memoryMb: failed('timeout') }],
    [
      'fail',
      'one that differs beside one that was not read',
      { memoryMb: failed('x') },
      { runtimes: ['ruby3.4'] },
    ],
    [
      'not applicable',
      'a helper of the CDK',
      { name: 'S-BucketNotificationsHandler050a0587-x' },
      { runtimes: ['ruby3.4'] },
    ],
  ])('says %s of %s', (state, _, changes, parameters) => {
    expect(judge(changes, parameters).state).toBe(state)
  })

  it('is off, and says what differs from what', () => {
    expect(check.off).toBeDefined()
    expect(judge({}, { runtimes: ['ruby3.4'] })).toMatchObject({
      evidence: [{ label: 'Runtime', value: 'nodejs22.x, not ruby3.4' }],
    })
  })
})
