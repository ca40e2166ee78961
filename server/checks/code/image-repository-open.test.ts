import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeImageRepository } from '#server/testing/records/posture-records.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { imageRepositoryOpen } from './image-repository-open.ts'

const OTHER = { AWS: 'arn:aws:iam::999988887777:root' }
const allow = (
  Principal: unknown,
  Action: string | string[],
  more: object = {},
): Partial<ImageRepositoryRecord> => ({
  policy: known(makePolicy({ Principal, Action, ...more })),
})
const USER = makeFunctionRecord({ imageUri: known(`${makeImageRepository().uri}:v1`) })
const verdictOf = (changes: Partial<ImageRepositoryRecord>, isOrganisationRead = true, functions = [USER]) =>
  imageRepositoryOpen.evaluate(
    makeImageRepository(changes),
    estateOf(functions, { without: isOrganisationRead ? [] : ['organization'] }),
  )
const ORGANISATION = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }

describe('image-repository-open', () => {
  it.each<[string, string, Partial<ImageRepositoryRecord>]>([
    ['pass', 'no policy', { policy: absent() }],
    ['pass', 'a policy for Lambda', allow({ Service: 'lambda.amazonaws.com' }, ['ecr:BatchGetImage'])],
    ['pass', 'a policy for its own account', allow({ AWS: '111122223333' }, 'ecr:*')],
    ['pass', 'a policy for one organisation', allow('*', 'ecr:BatchGetImage', ORGANISATION)],
    ['pass', 'others who may list alone', allow(OTHER, 'ecr:DescribeImages')],
    ['pass', 'a statement that denies', allow('*', 'ecr:*', { Effect: 'Deny' })],
    ['fail', 'everyone who pulls', allow('*', 'ecr:BatchGetImage')],
    ['fail', 'another account that pushes', allow(OTHER, 'ecr:Put*')],
    ['unknown', 'a policy that is no JSON', { policy: known({ raw: '{', parsed: undefined }) }],
    ['unknown', 'a policy that was denied', { policy: denied('ecr:GetRepositoryPolicy') }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is as severe as what is let in', () => {
    expect(verdictOf(allow('*', 'ecr:*'))).toMatchObject({ severity: 'critical' })
    expect(verdictOf(allow('*', 'ecr:BatchGetImage'))).toMatchObject({ severity: 'high' })
    expect(verdictOf(allow(OTHER, '*'))).toMatchObject({ severity: 'high' })
    expect(verdictOf(allow(OTHER, 'ecr:BatchGetImage'))).toMatchObject({ severity: 'medium' })
  })

  it('does not know of another account while the organisation was not read', () => {
    expect(verdictOf(allow(OTHER, 'ecr:*'), false).state).toBe('unknown')
    expect(verdictOf(allow('*', 'ecr:*'), false).state).toBe('fail')
  })

  it('says not applicable of a repository that no function uses', () => {
    expect(verdictOf(allow('*', 'ecr:*'), true, []).state).toBe('not applicable')
  })
})
