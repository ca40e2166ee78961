import type { Operation } from '#server/aws/operation.ts'

function read(service: Operation['service'], name: string, hides: string): Operation {
  return { service, name, permission: `${service}:${name}`, costUsd: 0, hides }
}

const CONFIG = "what AWS Config's rules say of functions, APIs and queues"
const ANALYZER = 'what IAM Access Analyzer says of functions, layers and roles'

/** What hands on the findings of AWS's security services. */
export const FINDING_OPERATIONS = {
  hubFindings: read('securityhub', 'GetFindings', 'what Security Hub says of functions, roles and APIs'),
  guardDutyIds: read('guardduty', 'ListFindings', 'what GuardDuty says of functions and their roles'),
  guardDutyFindings: read('guardduty', 'GetFindings', 'what GuardDuty says of functions and their roles'),
  inspectorFindings: read(
    'inspector2',
    'ListFindings',
    "what Inspector says of functions' code and packages",
  ),
  analyzerFindings: read('access-analyzer', 'ListFindings', ANALYZER),
  /** IAM knows the second version of the operation by the first one's name. */
  otherAnalyzerFindings: { ...read('access-analyzer', 'ListFindings', ANALYZER), name: 'ListFindingsV2' },
  configRules: read('config', 'DescribeConfigRules', CONFIG),
  configCompliance: read('config', 'DescribeComplianceByConfigRule', CONFIG),
  configResults: read('config', 'GetComplianceDetailsByConfigRule', CONFIG),
} as const
