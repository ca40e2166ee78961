import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeSecretMatch } from '#server/testing/records/secret-match.ts'
import { metadataSecrets } from './metadata-secrets.ts'

const DESCRIBED = { description: known('Takes orders') }
const IN_TAG = makeSecretMatch({ where: 'tag token' })
const verdictOf = (changes: Partial<FunctionRecord>) =>
  metadataSecrets.evaluate(makeFunctionRecord(changes), estateOf([]))

describe('metadata-secrets', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'a description without one', { ...DESCRIBED, metadataSecrets: known([]) }],
    [
      'fail',
      'a tag with a key',
      { tags: known({ token: '[github-token]' }), metadataSecrets: known([IN_TAG]) },
    ],
    [
      'fail',
      'a description with a key, though the tags were denied',
      { ...DESCRIBED, tags: denied('lambda:ListTags'), metadataSecrets: known([makeSecretMatch()]) },
    ],
    [
      'unknown',
      'tags that were denied',
      { tags: denied('lambda:ListTags'), metadataSecrets: denied('lambda:ListTags') },
    ],
    ['unknown', 'what an older version read', DESCRIBED],
    ['not applicable', 'neither description nor tags', { tags: absent(), metadataSecrets: known([]) }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is less severe where only a name and a look speak for a secret', () => {
    const likely = makeSecretMatch({ confidence: 'likely', detector: 'entropy' })
    expect(verdictOf({ ...DESCRIBED, metadataSecrets: known([likely]) })).toMatchObject({
      severity: 'medium',
    })
  })
})
