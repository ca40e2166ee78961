import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { CodeSigningConfigRecord } from '#server/domain/records/code-signing-config-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeCodeSigningConfig } from '#server/testing/records/posture-records.ts'
import { FUNCTION_ARN } from '#server/testing/source-records.ts'
import { codeSigningWarnOnly } from './code-signing-warn-only.ts'

const ATTACHED = { functionArns: known([FUNCTION_ARN]) }
const verdictOf = (changes: Partial<CodeSigningConfigRecord>) =>
  codeSigningWarnOnly.evaluate(makeCodeSigningConfig(changes), estateOf([]))

describe('code-signing-warn-only', () => {
  it.each<[string, string, Partial<CodeSigningConfigRecord>]>([
    ['pass', 'one that enforces', { ...ATTACHED, untrustedArtifacts: known('Enforce') }],
    ['fail', 'one that warns', { ...ATTACHED, untrustedArtifacts: known('Warn') }],
    ['unknown', 'a policy of tomorrow', { ...ATTACHED, untrustedArtifacts: known('Ask') }],
    [
      'unknown',
      'a policy that was denied',
      { ...ATTACHED, untrustedArtifacts: denied('lambda:ListCodeSigningConfigs') },
    ],
    [
      'unknown',
      'functions that were denied',
      { functionArns: denied('x:y'), untrustedArtifacts: known('Warn') },
    ],
    [
      'not applicable',
      'one that no function has',
      { functionArns: absent(), untrustedArtifacts: known('Warn') },
    ],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })
})
