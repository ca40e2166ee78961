import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import { readMetadataSecrets, storedTags } from './read-metadata-secrets.ts'
import { fingerprintForTest } from './run-for-test.ts'

const PASSWORD = 'Tr0ub4dor&3'

describe('secrets in what describes a function', () => {
  it('are found in the description and in the tags, by key', () => {
    const tags = known({ team: 'orders', 'db-password': PASSWORD })
    const found = readMetadataSecrets({ Description: `password=${PASSWORD}` }, tags, fingerprintForTest)
    expect(found).toMatchObject({
      state: 'known',
      value: [{ where: 'description' }, { where: 'tag db-password' }],
    })
    expect(JSON.stringify(found)).not.toContain('Tr0ub4dor')
  })

  it('are not known where the tags were not seen, unless the description holds one', () => {
    const unseen = denied<Record<string, string>>('lambda:ListTags')
    expect(readMetadataSecrets({}, unseen, fingerprintForTest)).toEqual(unseen)
    const found = readMetadataSecrets({ Description: `password=${PASSWORD}` }, unseen, fingerprintForTest)
    expect(found).toMatchObject({ state: 'known', value: [{ where: 'description' }] })
  })

  it('are taken out of the tags that are stored', () => {
    expect(storedTags({ team: 'orders', 'db-password': PASSWORD })).toEqual({
      team: 'orders',
      'db-password': '[password]',
    })
  })
})
