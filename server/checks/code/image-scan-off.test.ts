import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeImageRepository } from '#server/testing/records/posture-records.ts'
import { imageScanOff } from './image-scan-off.ts'

const OFF = { scanOnPush: known(false) }
const USER = makeFunctionRecord({ imageUri: known(`${makeImageRepository().uri}:v1`) })
const verdictOf = (changes: Partial<ImageRepositoryRecord>, functions = [USER]) =>
  imageScanOff.evaluate(makeImageRepository(changes), estateOf(functions))

describe('image-scan-off', () => {
  it.each<[string, string, Partial<ImageRepositoryRecord>]>([
    ['pass', 'a scan on push', {}],
    ['pass', 'a registry that Inspector scans', { ...OFF, registryScanning: known('ENHANCED') }],
    ['fail', 'neither', OFF],
    [
      'unknown',
      'a registry that was denied',
      { ...OFF, registryScanning: denied('ecr:GetRegistryScanningConfiguration') },
    ],
    ['unknown', 'a repository that was denied', { scanOnPush: denied('ecr:DescribeRepositories') }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('says not applicable of a repository that no function uses', () => {
    expect(verdictOf(OFF, []).state).toBe('not applicable')
  })
})
