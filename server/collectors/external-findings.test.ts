import { describe, expect, it } from 'vitest'
import { openDemo } from '#server/testing/open-demo.ts'
import { accessAnalyzerFindings } from './access-analyzer-findings.ts'
import { configFindings } from './config-findings.ts'
import { functions } from './functions.ts'
import { guarddutyFindings } from './guardduty-findings.ts'
import { inspectorFindings } from './inspector-findings.ts'
import { securityHubFindings } from './security-hub-findings.ts'

const demo = openDemo({ accounts: 2 })
const hostile = openDemo({ hostile: true })
const ALL = [
  securityHubFindings,
  guarddutyFindings,
  inspectorFindings,
  accessAnalyzerFindings,
  configFindings,
]

describe('what other services say', () => {
  it.each(ALL)('is read of $id, about functions that there are', async (collector) => {
    const found = await demo.run(collector, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
    expect(found.items.length).toBeGreaterThan(0)
    expect(new Set(found.items.map(({ arn }) => arn)).size).toBe(found.items.length)
    const { items } = await demo.run(functions, undefined)
    const known = new Set(
      items.flatMap(({ arn, roleArn }) => [arn, roleArn.state === 'known' ? roleArn.value : '']),
    )
    for (const { resourceArns, source } of found.items) {
      expect(source).toBe(collector.part)
      for (const arn of resourceArns) expect(known).toContain(arn)
    }
  })

  it.each(ALL)('is nothing where $id has nothing to read, which is complete', async (collector) => {
    const found = await demo.run(collector, undefined, { account: 1 })
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], items: [] })
  })

  it.each(ALL)('is not complete where $id is denied', async (collector) => {
    demo.aws.setFaults(
      collector.operations.map(({ service, name }) => ({ service, operation: name, kind: 'denied' })),
    )
    const found = await demo.run(collector, undefined)
    expect(found).toMatchObject({ status: 'denied', complete: false, items: [] })
  })

  it.each(ALL)('with odd members and markup is read as it is: $id', async (collector) => {
    const found = await hostile.run(collector, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [] })
    for (const { url } of found.items) expect(url ?? 'https://').toMatch(/^https:\/\//)
  })

  const THREAT = 'UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom'
  const exploited = expect.objectContaining({ value: expect.objectContaining({ exploited: true }) })
  it.each([
    [securityHubFindings, { product: 'Security Hub', rule: 'Lambda.1', severity: 'critical' }],
    [securityHubFindings, { product: 'GuardDuty', rule: THREAT, severity: 'high' }],
    [guarddutyFindings, { product: 'GuardDuty', rule: THREAT, severity: 'high' }],
    [inspectorFindings, { rule: expect.stringMatching(/^CVE-/), vulnerability: exploited }],
    [accessAnalyzerFindings, { rule: 'PublicAccess', description: expect.stringContaining('Who: AWS *.') }],
    [accessAnalyzerFindings, { rule: 'UnusedPermission', severity: 'low' }],
    [configFindings, { rule: 'lambda-dlq-check', description: expect.stringContaining('dead letter') }],
  ])('says who says what: $0.id', async (collector, expected) => {
    const { items } = await demo.run(collector, undefined)
    expect(items).toContainEqual(expect.objectContaining(expected))
  })

  it('leaves out what passed, and roles that no function has', async () => {
    const { items } = await demo.run(securityHubFindings, undefined)
    expect(items.map(({ rule }) => rule)).not.toContain('Lambda.2')
    const { items: some } = await demo.run(accessAnalyzerFindings, [])
    expect(some.map(({ rule }) => rule)).not.toContain('UnusedPermission')
  })
})
