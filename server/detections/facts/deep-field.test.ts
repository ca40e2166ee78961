import { expect, it } from 'vitest'
import { exampleRecord } from '#server/detections/example-record.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { deepField, patchesOf } from './deep-field.ts'

it.each([
  [{ restApiId: 'a' }, 'a'],
  [{ createStageInput: { RestApiId: 'a' } }, 'a'],
  [{ one: { two: { three: { restApiId: 'a' } } } }, 'a'],
  [{ one: { two: { three: { four: { restApiId: 'too deep' } } } } }, undefined],
  [{ list: [{ restApiId: 'in a list' }] }, undefined],
  ['HIDDEN_DUE_TO_SECURITY_REASONS', undefined],
  [null, undefined],
])('finds in %j %j', (request, expected) => expect(deepField(request, 'restApiId')).toBe(expected))

it('reads the patches of a request, beside the path or within its body', () => {
  const patchOperations = [{ op: 'replace', path: '/x', value: '1' }, 'odd', { op: 'remove', path: '/y' }]
  for (const request of [{ patchOperations }, { updateStageInput: { patchOperations } }]) {
    const raw = exampleRecord({ source: 'apigateway', name: 'UpdateStage', request })
    const record = readRawRecord(raw, { accountId: '111122223333', region: 'eu-west-1' })
    expect(record && patchesOf(record)).toEqual([
      { op: 'replace', path: '/x', value: '1' },
      { op: '', path: '', value: undefined },
      { op: 'remove', path: '/y', value: undefined },
    ])
  }
})
