import { describe, expect, it } from 'vitest'
import { failed, known } from '#server/domain/field.ts'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeCodePackage } from '#server/testing/records/posture-records.ts'
import { makeSecretMatch } from '#server/testing/records/secret-match.ts'
import { codeSecrets } from './code-secrets.ts'

const IN_FILE = makeSecretMatch({ where: 'src/config.js', line: 12 })
const verdictOf = (changes: Partial<CodePackageRecord>) =>
  codeSecrets.evaluate(makeCodePackage(changes), estateOf([]))

describe('code-secrets', () => {
  it.each<[string, string, Partial<CodePackageRecord>]>([
    ['pass', 'files without one', { secrets: known([]) }],
    ['fail', 'a file with one', { secrets: known([IN_FILE]) }],
    ['unknown', 'files that could not be read', { secrets: failed('the archive is too large') }],
    ['not applicable', 'a layer', { ownerArn: 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:1' }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('names the file and the line', () => {
    expect(verdictOf({ secrets: known([IN_FILE]) })).toMatchObject({
      summary: 'A secret stands in the code: src/config.js.',
      evidence: [{ label: 'src/config.js, line 12' }],
    })
  })
})
