import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makeCodeSigningConfig } from '#server/testing/records/posture-records.ts'
import { FUNCTION_ARN } from '#server/testing/source-records.ts'
import { codeSigningMissing } from './code-signing-missing.ts'

const verdictOf = (others: ResourceRecord[], changes: Partial<FunctionRecord> = {}, isRead = true) =>
  codeSigningMissing.evaluate(
    makeFunctionRecord(changes),
    estateOf(others, { without: isRead ? [] : ['code-signing-config'] }),
  )

describe('code-signing-missing', () => {
  it.each<[string, string, () => { state: string }]>([
    [
      'pass',
      'a configuration that names it',
      () => verdictOf([makeCodeSigningConfig({ functionArns: known([FUNCTION_ARN]) })]),
    ],
    ['fail', 'no configuration', () => verdictOf([])],
    [
      'fail',
      'one for others',
      () => verdictOf([makeCodeSigningConfig({ functionArns: known([`${FUNCTION_ARN}-2`]) })]),
    ],
    [
      'unknown',
      'one whose functions were denied',
      () =>
        verdictOf([
          makeCodeSigningConfig({ functionArns: denied('lambda:ListFunctionsByCodeSigningConfig') }),
        ]),
    ],
    ['unknown', 'configurations that were not collected', () => verdictOf([], {}, false)],
    ['not applicable', 'a container image', () => verdictOf([], { packageType: known('Image') })],
  ])('says %s of %s', (state, _, verdict) => {
    expect(verdict().state).toBe(state)
  })
})
