import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeSafeguards } from '#server/testing/records/posture-records.ts'
import { configRecorderOff } from './config-recorder-off.ts'

const HERE = estateOf([makeFunctionRecord()])

describe('config-recorder-off', () => {
  it.each<[string, string, Partial<SafeguardsRecord>]>([
    ['pass', 'a recorder of everything', {}],
    [
      'pass',
      'a recorder of functions',
      { configRecorder: known({ recording: true, allResources: false, types: ['AWS::Lambda::Function'] }) },
    ],
    [
      'fail',
      'a recorder of other things',
      { configRecorder: known({ recording: true, allResources: false, types: ['AWS::S3::Bucket'] }) },
    ],
    [
      'fail',
      'a recorder that has stopped',
      { configRecorder: known({ recording: false, allResources: true, types: [] }) },
    ],
    ['fail', 'no recorder', { configRecorder: absent() }],
    ['unknown', 'a hidden recorder', { configRecorder: denied('config:DescribeConfigurationRecorders') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(configRecorderOff.evaluate(makeSafeguards(values), HERE).state).toBe(state)
  })

  it('is not applicable in a region without functions, unknown where they were not collected', () => {
    const bare = makeSafeguards()
    expect(configRecorderOff.evaluate(bare, estateOf([])).state).toBe('not applicable')
    expect(configRecorderOff.evaluate(bare, estateOf([], { without: ['function'] })).state).toBe('unknown')
  })
})
