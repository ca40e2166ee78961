import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findingForTest, written } from './finding-for-test.ts'
import type { PostureFinding } from './posture-finding.ts'
import { SARIF_SCHEMA } from './sarif-schema-for-test.ts'
import { writeSarif } from './write-sarif.ts'

const ajv = new Ajv({ allErrors: true, strict: false })
addFormats.default(ajv)
const validate = ajv.compile(SARIF_SCHEMA)

function sarif(findings: PostureFinding[]) {
  const log = JSON.parse(written(writeSarif, findings))
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log.runs[0]
}

it('names each check as a rule with help and a security severity', () => {
  const { tool, results } = sarif([])
  expect(results).toEqual([])
  expect(tool.driver.rules[0]).toMatchObject({
    id: 'function-url-public',
    help: { markdown: expect.stringContaining('Anyone who learns') },
    properties: { 'security-severity': '8.0' },
  })
})

it('points at the line of a template', () => {
  const { results } = sarif([
    findingForTest({ location: { file: 'infra/my app/template.yaml', line: 12, column: 5 } }),
  ])
  expect(results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'infra/my%20app/template.yaml' },
    region: { startLine: 12, startColumn: 5 },
  })
  expect(results[0]).toMatchObject({ ruleIndex: 0, level: 'error', kind: 'fail' })
})

it('keeps fingerprints apart by check and resource alone', () => {
  const [a, b, c] = sarif([
    findingForTest(),
    findingForTest({ summary: 'Said otherwise.', severity: 'low' }),
    findingForTest({ resourceName: 'payments' }),
  ]).results
  expect(b.partialFingerprints).toEqual(a.partialFingerprints)
  expect(c.partialFingerprints).not.toEqual(a.partialFingerprints)
})

it('suppresses what is excepted, and calls what could not be decided open', () => {
  const { results } = sarif([
    findingForTest({ excepted: { reason: 'A webhook, signed by its sender.', expiresAt: null } }),
    findingForTest({ status: 'unknown', summary: 'Not collected.', remediation: null }),
  ])
  expect(results[0].suppressions).toEqual([
    { kind: 'external', status: 'accepted', justification: 'A webhook, signed by its sender.' },
  ])
  expect(results[1]).toMatchObject({ kind: 'open', level: 'none' })
})

it('is valid whatever names and texts there are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, summary) => {
      sarif([findingForTest({ resourceName: name, summary })])
    }),
    { numRuns: 100 },
  )
})

it('makes no link of what somebody wrote', () => {
  const evidence = [{ label: 'Description', value: 'see [the fix](https://evil.example) \\[x](y)' }]
  const [one] = sarif([findingForTest({ evidence })]).results
  expect(one.message.text).not.toMatch(/\]\(/)
  expect(one.message.text).toContain('[the fix] (https://evil.example)')
})
