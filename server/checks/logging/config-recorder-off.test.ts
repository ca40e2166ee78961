import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeAccountSettings } from '#server/testing/records/account-settings-record.ts'
import { makeSafeguards } from '#server/testing/records/posture-records.ts'
import { configRecorderOff } from './config-recorder-off.ts'

const HERE = estateOf([makeAccountSettings()])

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
    [
      'pass',
      'a recorder that leaves users out',
      { configRecorder: known({ recording: true, allResources: false, types: ['-AWS::IAM::User'] }) },
    ],
    [
      'fail',
      'a recorder that leaves functions out',
      { configRecorder: known({ recording: true, allResources: false, types: ['-AWS::Lambda::Function'] }) },
    ],
    ['fail', 'no recorder', { configRecorder: absent() }],
    ['unknown', 'a hidden recorder', { configRecorder: denied('config:DescribeConfigurationRecorders') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(configRecorderOff.evaluate(makeSafeguards(values), HERE).state).toBe(state)
  })

  it('is not applicable in a region without functions', () => {
    const empty = estateOf([makeAccountSettings({ functionCount: known(0) })])
    expect(configRecorderOff.evaluate(makeSafeguards(), empty).state).toBe('not applicable')
  })
})
