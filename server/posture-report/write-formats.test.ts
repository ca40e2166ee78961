import { describe, expect, it } from 'vitest'
import { findingForTest, written } from './finding-for-test.ts'
import { writeAsff } from './write-asff.ts'
import { writeCsv } from './write-csv.ts'
import { writeJson } from './write-json.ts'
import { writeJunit } from './write-junit.ts'
import { writeOcsf } from './write-ocsf.ts'
import { writeTable } from './write-table.ts'

const excepted = findingForTest({
  resourceName: 'hook',
  excepted: { reason: 'Signed by its sender.', expiresAt: null },
})
const unknown = findingForTest({
  status: 'unknown',
  resourceName: 'blind',
  summary: 'Needs lambda:GetPolicy.',
  remediation: null,
})

describe('json', () => {
  it('has the findings, the counts and what the command adds', () => {
    const report = JSON.parse(
      written(writeJson, [findingForTest(), excepted, unknown], { more: () => ({ calls: { total: 3 } }) }),
    )
    expect(report).toMatchObject({ tool: 'sightline', command: 'audit', calls: { total: 3 } })
    expect(report.findings[0]).toMatchObject({
      checkId: 'function-url-public',
      status: 'fail',
      severity: 'critical',
      resourceArn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders',
      functionArns: ['arn:aws:lambda:eu-west-1:111122223333:function:orders'],
      evidence: [{ label: 'Statement', value: '{"Principal":"*"}' }],
    })
    expect(report.counts).toMatchObject({ fail: 1, excepted: 1, unknown: 1 })
    expect(report.counts.bySeverity.critical).toBe(1)
  })
})

describe('csv', () => {
  it('makes formulas harmless and quotes what has commas', () => {
    const text = written(writeCsv, [findingForTest({ resourceName: '=cmd()', summary: 'a, "b"' })])
    expect(text.split('\r\n')).toHaveLength(3)
    expect(text).toContain(",'=cmd(),")
    expect(text).toContain('"a, ""b"""')
  })
})

describe('ocsf', () => {
  it('writes a compliance finding a line', () => {
    const lines = written(writeOcsf, [findingForTest(), excepted]).trim().split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      class_uid: 2003,
      category_uid: 2,
      type_uid: 200301,
      severity_id: 5,
      compliance: { status_id: 3, control: 'function-url-public' },
      cloud: { provider: 'AWS', account: { uid: '111122223333' } },
      metadata: { version: '1.3.0', product: { name: 'Sightline' } },
    })
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ status_id: 3, status: 'Suppressed' })
  })
})

describe('asff', () => {
  it('keeps to the lengths that Security Hub takes', () => {
    const long = 'é'.repeat(5000)
    const [one] = JSON.parse(
      written(writeAsff, [
        findingForTest({
          title: long,
          summary: long,
          resourceArn: `arn:aws:lambda:eu-west-1:111122223333:function:${long}`,
          evidence: [{ label: 'x', value: long }],
          remediation: { text: long, cli: null, cloudformation: null, terraform: null },
        }),
      ]),
    )
    expect(one.Title.length).toBeLessThanOrEqual(256)
    expect(one.Description.length).toBeLessThanOrEqual(1024)
    expect(one.Remediation.Recommendation.Text.length).toBeLessThanOrEqual(512)
    expect(one.Resources[0].Id.length).toBeLessThanOrEqual(512)
    expect(one.Id.length).toBeLessThanOrEqual(512)
    for (const value of Object.values<string>(one.ProductFields))
      expect(value.length).toBeLessThanOrEqual(2048)
  })

  it('says where a finding about the whole account is kept, and what an exception suppresses', () => {
    const [role, hook] = JSON.parse(
      written(writeAsff, [
        findingForTest({
          region: 'global',
          resourceKind: 'role',
          resourceArn: 'arn:aws:iam::111122223333:role/a',
        }),
        excepted,
      ]),
    )
    expect(role.ProductArn).toBe('arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default')
    expect(role.Resources[0].Type).toBe('AwsIamRole')
    expect(hook).toMatchObject({ Workflow: { Status: 'SUPPRESSED' }, Compliance: { Status: 'FAILED' } })
  })
})

describe('junit', () => {
  it('counts failures and skips by check and escapes what XML has', () => {
    const text = written(writeJunit, [findingForTest({ summary: '<&"\'>' }), excepted, unknown])
    expect(text).toContain('tests="3" failures="1" errors="0" skipped="2"')
    expect(text).toContain('message="&lt;&amp;&quot;&apos;&gt;"')
    expect(text).toContain('<skipped message="Needs lambda:GetPolicy."/>')
  })
})

describe('table', () => {
  const many = Array.from({ length: 30 }, (_, i) =>
    findingForTest({ resourceName: `fn-${i}`, severity: i === 29 ? 'critical' : 'low' }),
  )

  it('groups by check, keeps the worst of each, and says what it leaves out', () => {
    const text = written(writeTable, many, { perCheck: 5 })
    expect(text).toContain('CRITICAL  Function URL open to everyone  function-url-public  (30)')
    expect(text).toContain('fn-29')
    expect(text).toContain('… and 25 more')
    expect(text).toContain('30 findings (1 critical, 29 low), 0 unknown.')
  })

  it('says why things are unknown', () => {
    expect(written(writeTable, [unknown])).toContain('1  Needs lambda:GetPolicy. (function-url-public)')
  })

  it.each([40, 80, 200])('is never wider than a terminal of %i columns', (columns) => {
    const wide = findingForTest({ resourceName: '注文'.repeat(40), summary: '超'.repeat(200) })
    const text = written(writeTable, [wide, ...many, unknown], { terminal: { columns, colour: false } })
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns)
  })

  it('has colours on a terminal alone', () => {
    expect(written(writeTable, many)).not.toContain('\u001B')
    expect(written(writeTable, many, { terminal: { columns: 80, colour: true } })).toContain('\u001B[1;31m')
  })
})
