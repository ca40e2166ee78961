import { describe, expect, it } from 'vitest'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { safeguards } from './safeguards.ts'

const demo = openDemo({ accounts: 2 })
const hostile = openDemo({ hostile: true })

async function read(account = 0): Promise<SafeguardsRecord | undefined> {
  return (await demo.run(safeguards, undefined, { account })).items[0]
}

describe('what watches over a region', () => {
  it('is told in one record', async () => {
    const found = await demo.run(safeguards, undefined)
    expect(found).toMatchObject({ status: 'ok', complete: true, problems: [], items: { length: 1 } })
    expect(found.items[0]).toMatchObject({
      kind: 'safeguards',
      guardDuty: { value: { enabled: true, lambdaProtection: true } },
      inspector: { value: { lambda: true, lambdaCode: false, ecr: true } },
      accessAnalyzers: {
        value: [{ name: 'outside', type: 'ACCOUNT', status: 'ACTIVE' }, { name: 'unused' }],
      },
      configRecorder: { value: { recording: true, allResources: true, types: [] } },
      securityHub: { value: { enabled: true } },
      logPolicies: { value: [{ name: 'route53-query-logs', document: { state: 'known' } }] },
      unknownFields: [],
    })
  })

  it('is told where most of it is switched off, which is no failure', async () => {
    const found = await demo.run(safeguards, undefined, { account: 1 })
    expect(found).toMatchObject({ status: 'ok', problems: [] })
    expect(found.items[0]).toMatchObject({
      guardDuty: { value: { enabled: true, lambdaProtection: false } },
      inspector: { value: { lambda: false, lambdaCode: false, ecr: false } },
      accessAnalyzers: { state: 'absent' },
      configRecorder: { state: 'absent' },
      securityHub: { state: 'absent' },
    })
  })

  it.each([
    ['guardduty', 'ListDetectors', 'guardDuty'],
    ['guardduty', 'GetDetector', 'guardDuty'],
    ['inspector2', 'BatchGetAccountStatus', 'inspector'],
    ['access-analyzer', 'ListAnalyzers', 'accessAnalyzers'],
    ['config', 'DescribeConfigurationRecorders', 'configRecorder'],
    ['config', 'DescribeConfigurationRecorderStatus', 'configRecorder'],
    ['securityhub', 'DescribeHub', 'securityHub'],
    ['logs', 'DescribeResourcePolicies', 'logPolicies'],
  ] as const)('has a denial of its own for %s:%s', async (service, operation, field) => {
    demo.aws.setFaults([{ service, operation, kind: 'denied' }])
    const record = await read()
    expect(record?.[field]).toEqual({ state: 'denied', permission: `${service}:${operation}` })
    const fields = [record?.guardDuty, record?.inspector, record?.accessAnalyzers, record?.configRecorder]
    const others = [...fields, record?.securityHub, record?.logPolicies]
    expect(others.filter((one) => one?.state === 'denied')).toHaveLength(1)
  })

  it.each(['error500', 'html', 'malformed', 'truncated'] as const)(
    'is failed, not off, after %s',
    async (kind) => {
      demo.aws.setFaults([{ kind }])
      const record = await read()
      for (const field of [record?.guardDuty, record?.inspector, record?.securityHub, record?.configRecorder])
        expect(field?.state).toBe('failed')
    },
  )

  it('is read with members that nobody knows, and a policy that is none', async () => {
    const found = await hostile.run(safeguards, undefined)
    expect(found).toMatchObject({ complete: true, problems: [] })
    const [record] = found.items
    expect(record?.logPolicies).toMatchObject({
      value: [{ name: 'odd', document: { value: { raw: 'not json' } } }, { name: 'route53-query-logs' }],
    })
  })
})
