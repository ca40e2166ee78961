import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { defineCollector } from './define-collector.ts'
import { readConfigRecorder } from './read-config-recorder.ts'
import type { Batches } from './read-each.ts'
import { readGuardDuty } from './read-guardduty.ts'
import { readAccessAnalyzers, readInspector, readLogPolicies, readSecurityHub } from './read-safeguard.ts'
import { SAFEGUARD_OPERATIONS } from './safeguard-operations.ts'

/** Which of AWS's security services watch over a region, and the policies of CloudWatch Logs: one record a region. */
export const safeguards = defineCollector<SafeguardsRecord>({
  id: 'safeguards',
  title: 'Security services',
  scope: 'region',
  kind: 'safeguards',
  changedBy: [
    'guardduty.amazonaws.com',
    'inspector2.amazonaws.com',
    'access-analyzer.amazonaws.com',
    'config.amazonaws.com',
    'securityhub.amazonaws.com',
    'logs.amazonaws.com',
  ],
  onlyWithFunctions: true,
  operations: Object.values(SAFEGUARD_OPERATIONS),
  async *collect(context): Batches<SafeguardsRecord> {
    const { account, region } = context
    const [guardDuty, inspector, accessAnalyzers, configRecorder, securityHub, logPolicies] =
      await Promise.all([
        readGuardDuty(context),
        readInspector(context),
        readAccessAnalyzers(context),
        readConfigRecorder(context),
        readSecurityHub(context),
        readLogPolicies(context),
      ])
    yield [
      {
        kind: 'safeguards',
        arn: `arn:${account.partition}:sightline:${region}:${account.id}:safeguards`,
        name: 'Security services',
        accountId: account.id,
        region,
        guardDuty,
        inspector,
        accessAnalyzers,
        configRecorder,
        securityHub,
        logPolicies,
        unknownFields: [],
      },
    ]
    return { complete: true }
  },
})
