import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeSafeguards } from '#server/testing/records/posture-records.ts'
import { inspectorOff } from './inspector-off.ts'

const scans = (lambda: boolean) => ({ inspector: known({ lambda, lambdaCode: false, ecr: true }) })
const verdictOf = (changes: Partial<SafeguardsRecord>, functions = [makeFunctionRecord()], isRead = true) =>
  inspectorOff.evaluate(makeSafeguards(changes), estateOf(functions, { without: isRead ? [] : ['function'] }))

describe('inspector-off', () => {
  it.each<[string, string, () => { state: string }]>([
    ['pass', 'functions that are scanned', () => verdictOf(scans(true))],
    ['fail', 'functions that are not scanned', () => verdictOf(scans(false))],
    ['fail', 'a region without Inspector', () => verdictOf({ inspector: absent() })],
    [
      'unknown',
      'a status that was denied',
      () => verdictOf({ inspector: denied('inspector2:BatchGetAccountStatus') }),
    ],
    ['unknown', 'functions that were not collected', () => verdictOf(scans(false), [], false)],
    ['not applicable', 'a region without functions', () => verdictOf(scans(false), [])],
  ])('says %s of %s', (state, _, verdict) => {
    expect(verdict().state).toBe(state)
  })
})
