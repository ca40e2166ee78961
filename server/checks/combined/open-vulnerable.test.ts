import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { judge } from '#server/testing/judge.ts'
import { makeCodePackage } from '#server/testing/records/posture-records.ts'
import { OPEN_URL, policy, THROUGH_URL, url } from '#server/testing/statements.ts'
import { openVulnerable } from './open-vulnerable.ts'

const OPEN = { ...url('NONE'), ...policy(OPEN_URL, THROUGH_URL) }
const code = (severity: Severity): CodePackageRecord =>
  makeCodePackage({
    vulnerabilities: known([
      {
        id: 'GHSA-1',
        aliases: [],
        severity,
        summary: '',
        ecosystem: 'npm',
        name: 'lodash',
        version: '4.0.0',
        fixedIn: null,
        path: '',
      },
    ]),
  })

describe('open-vulnerable', () => {
  it.each<[string, string, Partial<FunctionRecord>, ResourceRecord[]]>([
    ['fail', 'an open URL and a critical hole', OPEN, [code('critical')]],
    [
      'fail',
      'an open URL and a runtime that cannot be updated',
      { ...OPEN, runtime: known('python2.7') },
      [makeCodePackage()],
    ],
    ['pass', 'an open URL and a small hole', OPEN, [code('low')]],
    ['pass', 'an open URL and clean code', OPEN, [makeCodePackage()]],
    ['not applicable', 'a closed function with a critical hole', {}, [code('critical')]],
    ['unknown', 'an open URL and code that nobody looked at', OPEN, []],
  ])('says %s of %s', (state, _what, values, others) => {
    expect(judge(openVulnerable, values, others).state).toBe(state)
  })
})
