import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { LayerRecord } from '#server/domain/records/layer-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeLayer } from '#server/testing/records/posture-records.ts'
import { layerVersionGone } from './layer-version-gone.ts'

const LAYER = makeLayer()
const having = (...versions: number[]): LayerRecord =>
  makeLayer({
    versions: known(
      versions.map((version) => ({
        version,
        arn: `${LAYER.arn}:${version}`,
        policy: { state: 'absent' as const },
        compatibleRuntimes: [],
      })),
    ),
  })
const USES_2: Partial<FunctionRecord> = { layers: known([`${LAYER.arn}:2`]) }
const verdictOf = (layers: LayerRecord[], changes: Partial<FunctionRecord> = USES_2, isRead = true) =>
  layerVersionGone.evaluate(
    makeFunctionRecord(changes),
    estateOf(layers, { without: isRead ? [] : ['layer'] }),
  )

describe('layer-version-gone', () => {
  it.each<[string, string, () => { state: string }]>([
    ['pass', 'a version that is there', () => verdictOf([having(2, 3)])],
    ['fail', 'a version that was deleted', () => verdictOf([having(3)])],
    ['fail', 'a layer of which no version is left', () => verdictOf([])],
    ['unknown', 'layers that were not collected', () => verdictOf([], USES_2, false)],
    ['unknown', 'a version that was not asked for yet', () => verdictOf([having(3)], USES_2, false)],
    [
      'unknown',
      'versions that were denied',
      () => verdictOf([makeLayer({ versions: denied('lambda:ListLayerVersions') })]),
    ],
    [
      'unknown',
      'layers of the function that were denied',
      () => verdictOf([], { layers: denied('lambda:GetFunction') }),
    ],
    ['not applicable', 'no layer', () => verdictOf([], { layers: absent() })],
    [
      'not applicable',
      'a layer of another account',
      () =>
        verdictOf([], {
          layers: known(['arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:1']),
        }),
    ],
  ])('says %s of %s', (state, _, verdict) => {
    expect(verdict().state).toBe(state)
  })
})
