import * as analyzer from '@aws-sdk/client-accessanalyzer'
import { DescribeResourcePoliciesCommand } from '@aws-sdk/client-cloudwatch-logs'
import * as config from '@aws-sdk/client-config-service'
import * as guardduty from '@aws-sdk/client-guardduty'
import * as inspector from '@aws-sdk/client-inspector2'
import { GetLayerVersionByArnCommand } from '@aws-sdk/client-lambda'
import { DescribeHubCommand, GetFindingsCommand } from '@aws-sdk/client-securityhub'
import type { ObservedCommand } from '#server/aws/observe-attempts.ts'
import { arnOf, type ProbePlace } from './source-probes.ts'

const NOBODY = '00000000000000000000000000000000'

/** How to try each operation of the security services, reading next to nothing. */
export const SAFEGUARD_PROBES: Record<string, (nowMs: number, place: ProbePlace) => ObservedCommand> = {
  ListDetectors: () => new guardduty.ListDetectorsCommand({ MaxResults: 1 }),
  GetDetector: () => new guardduty.GetDetectorCommand({ DetectorId: NOBODY }),
  BatchGetAccountStatus: (_, { accountId }) =>
    new inspector.BatchGetAccountStatusCommand({ accountIds: [accountId] }),
  ListAnalyzers: () => new analyzer.ListAnalyzersCommand({ maxResults: 1 }),
  DescribeConfigurationRecorders: () => new config.DescribeConfigurationRecordersCommand({}),
  DescribeConfigurationRecorderStatus: () => new config.DescribeConfigurationRecorderStatusCommand({}),
  DescribeHub: () => new DescribeHubCommand({}),
  'securityhub:GetFindings': () => new GetFindingsCommand({ MaxResults: 1 }),
  'guardduty:ListFindings': () => new guardduty.ListFindingsCommand({ DetectorId: NOBODY, MaxResults: 1 }),
  'guardduty:GetFindings': () =>
    new guardduty.GetFindingsCommand({ DetectorId: NOBODY, FindingIds: [NOBODY] }),
  'inspector2:ListFindings': () => new inspector.ListFindingsCommand({ maxResults: 1 }),
  'access-analyzer:ListFindings': (_, place) =>
    new analyzer.ListFindingsCommand({ analyzerArn: analyzerOf(place), maxResults: 1 }),
  ListFindingsV2: (_, place) =>
    new analyzer.ListFindingsV2Command({ analyzerArn: analyzerOf(place), maxResults: 1 }),
  DescribeConfigRules: () => new config.DescribeConfigRulesCommand({}),
  DescribeComplianceByConfigRule: () => new config.DescribeComplianceByConfigRuleCommand({}),
  GetComplianceDetailsByConfigRule: () =>
    new config.GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: NOBODY, Limit: 1 }),
  GetLayerVersionByArn: (_, place) =>
    new GetLayerVersionByArnCommand({ Arn: `${arnOf('lambda', place, 'layer:nobody')}:1` }),
  DescribeResourcePolicies: () => new DescribeResourcePoliciesCommand({ limit: 1 }),
}

const analyzerOf = (place: ProbePlace) => arnOf('access-analyzer', place, 'analyzer/nobody')
