import { describe, expect, it } from 'vitest'
import { allowSelectorOf, draftOf, NO_ALLOW_DRAFT, roleSessions, selectorWords } from './allow-draft.ts'

const SESSION = 'arn:aws:sts::111122223333:assumed-role/ci-deploy/run-77'
const USER = 'arn:aws:iam::111122223333:user/ann'

describe('the draft of an entry', () => {
  it.each([
    [SESSION, 'arn:aws:sts::111122223333:assumed-role/ci-deploy/*'],
    [
      'arn:aws-us-gov:sts::111122223333:assumed-role/a/b',
      'arn:aws-us-gov:sts::111122223333:assumed-role/a/*',
    ],
    [USER, null],
    ['unknown', null],
  ])('of %s widens to %s', (arn, wider) => {
    expect(roleSessions(arn)).toBe(wider)
  })

  it('from a hit is of its detection and of who did it', () => {
    const { selector } = allowSelectorOf(draftOf({ detectionId: 'root-used', actorArn: USER }))
    expect(selector).toMatchObject({
      detectionIds: ['root-used'],
      principal: USER,
      tool: null,
      accountId: null,
    })
  })

  it.each([
    [{}, /principal, a tool/],
    [{ account: '123' }, /twelve digits/],
    [{ network: 'office' }, /CIDR/],
  ])('says what is wrong with %j', (typed, problem) => {
    expect(allowSelectorOf({ ...NO_ALLOW_DRAFT, ...typed }).problem).toMatch(problem)
  })

  it('is told in words', () => {
    const { selector } = allowSelectorOf({
      ...NO_ALLOW_DRAFT,
      detections: 'a, b',
      tool: 'iac',
      network: '10.0.0.0/8',
    })
    expect(selector && selectorWords(selector)).toBe('a, b with iac from 10.0.0.0/8')
  })
})
