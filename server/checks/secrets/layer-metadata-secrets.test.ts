import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { LayerRecord, LayerVersion } from '#server/domain/records/layer-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeLayer } from '#server/testing/records/posture-records.ts'
import { makeSecretMatch } from '#server/testing/records/secret-match.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { layerMetadataSecrets } from './layer-metadata-secrets.ts'

const version = (values: Partial<LayerVersion>): LayerRecord['versions'] =>
  known([
    {
      version: 1,
      arn: `${makeLayer().arn}:1`,
      policy: { state: 'absent' },
      compatibleRuntimes: [],
      ...values,
    },
  ])
const verdictOf = (changes: Partial<LayerRecord>) =>
  layerMetadataSecrets.evaluate(makeLayer(changes), estateOf([]))
const FOUND = known([makeSecretMatch({ where: 'version 1' })])

describe('layer-metadata-secrets', () => {
  it.each<[string, string, Partial<LayerRecord>]>([
    [
      'pass',
      'a description without one',
      { versions: version({ description: 'Shared code' }), secrets: known([]) },
    ],
    [
      'fail',
      'a description with one',
      { versions: version({ description: '[github-token]' }), secrets: FOUND },
    ],
    ['unknown', 'versions that were denied', { secrets: denied('lambda:ListLayerVersions') }],
    ['not applicable', 'no description', { versions: version({}), secrets: known([]) }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('is critical where the layer is public', () => {
    const policy = known(makePolicy({ Principal: '*', Action: 'lambda:GetLayerVersion', Resource: '*' }))
    expect(verdictOf({ versions: version({ policy }), secrets: FOUND })).toMatchObject({
      severity: 'critical',
    })
  })
})
