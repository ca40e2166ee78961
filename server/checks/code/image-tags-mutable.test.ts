import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeImageRepository } from '#server/testing/records/posture-records.ts'
import { imageTagsMutable } from './image-tags-mutable.ts'

const { uri } = makeImageRepository()
const byTag = makeFunctionRecord({ imageUri: known(`${uri}:v1`) })
const byDigest = makeFunctionRecord({ name: 'pinned', imageUri: known(`${uri}@sha256:${'a'.repeat(64)}`) })
const verdictOf = (changes: Partial<ImageRepositoryRecord>, functions = [byTag, byDigest]) =>
  imageTagsMutable.evaluate(makeImageRepository(changes), estateOf(functions))

describe('image-tags-mutable', () => {
  it.each<[string, string, Partial<ImageRepositoryRecord>]>([
    ['pass', 'tags that stay', {}],
    ['pass', 'tags that stay but for some', { tagMutability: known('IMMUTABLE_WITH_EXCLUSION') }],
    ['fail', 'tags that move', { tagMutability: known('MUTABLE') }],
    ['unknown', 'a setting of tomorrow', { tagMutability: known('SOMETIMES') }],
    ['unknown', 'a setting that was denied', { tagMutability: denied('ecr:DescribeRepositories') }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is about functions that name a tag', () => {
    expect(verdictOf({ tagMutability: known('MUTABLE') })).toMatchObject({ affects: [byTag.arn] })
  })

  it('says not applicable of a repository that no function uses', () => {
    expect(verdictOf({ tagMutability: known('MUTABLE') }, []).state).toBe('not applicable')
  })
})
