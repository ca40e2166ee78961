import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { aliasRoutingLeft as check } from './alias-routing-left.ts'

const alias = (routing: Record<string, number>) => known([{ name: 'live', functionVersion: '1', routing }])
const published = (at: string) =>
  known([
    { version: '1', lastModifiedAt: '2026-01-01T00:00:00.000Z' },
    { version: '2', lastModifiedAt: at },
  ])
const SPLIT = alias({ '2': 0.1 })
const judge = (changes: Partial<FunctionRecord>, parameters?: object) =>
  check.evaluate(makeFunctionRecord(changes), estateOf([]), parameters)

describe('alias-routing-left', () => {
  it.each<[string, string, Partial<FunctionRecord>, object?]>([
    [
      'fail',
      'a split of versions of spring',
      { aliases: SPLIT, versions: published('2026-04-01T00:00:00.000Z') },
    ],
    ['pass', 'a split of yesterday', { aliases: SPLIT, versions: published('2026-11-19T00:00:00.000Z') }],
    [
      'pass',
      'a split that may last',
      { aliases: SPLIT, versions: published('2026-11-01T00:00:00.000Z') },
      { days: 30 },
    ],
    [
      'pass',
      'an alias of one version',
      { aliases: alias({}), versions: published('2026-04-01T00:00:00.000Z') },
    ],
    [
      'pass',
      'a split of nothing',
      { aliases: alias({ '2': 0 }), versions: published('2026-04-01T00:00:00.000Z') },
    ],
    ['unknown', 'versions that were not read', { aliases: SPLIT, versions: denied('lambda:ListFunctions') }],
    ['unknown', 'aliases that were not read', { aliases: denied('lambda:ListAliases') }],
    ['not applicable', 'no alias', {}],
  ])('says %s of %s', (state, _, changes, parameters) => {
    expect(judge(changes, parameters).state).toBe(state)
  })

  it('says how the calls are split', () => {
    const verdict = judge({ aliases: SPLIT, versions: published('2026-04-01T00:00:00.000Z') })
    expect(verdict).toMatchObject({ evidence: [{ label: 'Alias live', value: 'version 1, 10 % to 2' }] })
  })
})
