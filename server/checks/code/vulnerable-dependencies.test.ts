import { describe, expect, it } from 'vitest'
import { absent, failed, known } from '#server/domain/field.ts'
import type { Vulnerability } from '#server/domain/records/code-package-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import {
  makeCodePackage,
  makeExternalFinding,
  makeSafeguards,
} from '#server/testing/records/posture-records.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { vulnerableDependencies } from './vulnerable-dependencies.ts'

const LAYER = 'arn:aws:lambda:eu-west-1:111122223333:layer:shared:3'
const HOLE: Vulnerability = {
  id: 'GHSA-1',
  aliases: ['CVE-2026-1'],
  severity: 'medium',
  summary: 'Prototype pollution',
  ecosystem: 'npm',
  name: 'lodash',
  version: '4.17.20',
  fixedIn: '4.17.21',
  path: 'package-lock.json',
}
const byInspector = (exploited = false) =>
  makeExternalFinding({
    source: 'inspector',
    severity: 'high',
    vulnerability: known({
      id: 'CVE-2026-2',
      packageName: 'requests',
      version: '2.0',
      fixedIn: null,
      exploited,
    }),
  })
const verdictOf = (
  others: ResourceRecord[],
  changes: Partial<FunctionRecord> = {},
  without: ResourceKind[] = [],
) => {
  const record = makeFunctionRecord(changes)
  return vulnerableDependencies.evaluate(record, estateOf([record, ...others], { without }))
}
const NOT_SCANNED = makeSafeguards({ inspector: absent() })
const CODE = makeCodePackage()

describe('vulnerable-dependencies', () => {
  it.each<[string, string, () => { state: string }]>([
    ['pass', 'code without any', () => verdictOf([CODE, NOT_SCANNED])],
    ['pass', 'a function that Inspector scans', () => verdictOf([makeSafeguards()])],
    ['fail', 'code with one', () => verdictOf([makeCodePackage({ vulnerabilities: known([HOLE]) })])],
    ['fail', 'one that Inspector found', () => verdictOf([byInspector(), NOT_SCANNED])],
    [
      'fail',
      'a layer with one, though its own code was not looked at',
      () =>
        verdictOf([makeCodePackage({ ownerArn: LAYER, vulnerabilities: known([HOLE]) })], {
          layers: known([LAYER]),
        }),
    ],
    ['unknown', 'code that was not looked at', () => verdictOf([NOT_SCANNED])],
    [
      'unknown',
      'code that has changed since',
      () => verdictOf([CODE, NOT_SCANNED], { codeSha256: known('newer') }),
    ],
    [
      'unknown',
      'a layer that was not looked at',
      () => verdictOf([CODE, NOT_SCANNED], { layers: known([LAYER]) }),
    ],
    [
      'unknown',
      'code without a database to compare with',
      () => verdictOf([makeCodePackage({ vulnerabilities: failed('no database') }), NOT_SCANNED]),
    ],
    [
      'unknown',
      'a function that a tag leaves out of the scan',
      () => verdictOf([makeSafeguards()], { tags: known({ InspectorExclusion: 'LambdaStandardScanning' }) }),
    ],
    [
      'unknown',
      'a function that slept too long for Inspector',
      () => verdictOf([makeSafeguards()], { lastModifiedAt: known('2026-01-01T00:00:00.000Z') }),
    ],
    [
      'unknown',
      'findings that were not collected',
      () => verdictOf([makeSafeguards()], {}, ['external-finding']),
    ],
  ])('says %s of %s', (state, _, verdict) => {
    expect(verdict().state).toBe(state)
  })

  it('is never not applicable: whatever the packages are, somebody has to look', () => {
    expect(verdictOf([NOT_SCANNED])).toMatchObject({
      reason:
        'Not evaluated: download of code is not allowed or has not happened yet, and Inspector does not scan functions here.',
    })
  })

  it('is as severe as the worst, and worse where one is exploited or everyone reaches the function', () => {
    const code = makeCodePackage({ vulnerabilities: known([HOLE]) })
    expect(verdictOf([code])).toMatchObject({ severity: 'medium', evidence: [{ label: 'CVE-2026-1' }] })
    expect(verdictOf([code, byInspector()])).toMatchObject({ severity: 'high' })
    expect(verdictOf([code, byInspector(true)])).toMatchObject({ severity: 'critical' })
    const statement = { Principal: '*', Action: 'lambda:InvokeFunctionUrl', Resource: '*' }
    const policy = known(makePolicy(statement, { ...statement, Action: 'lambda:InvokeFunction' }))
    const urls = known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType: 'NONE' }])
    expect(verdictOf([code], { policy, urls })).toMatchObject({ severity: 'high' })
  })
})
