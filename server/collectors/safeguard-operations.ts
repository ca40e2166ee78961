import type { Operation } from '#server/aws/operation.ts'

function read(service: Operation['service'], name: string, hides: string): Operation {
  return { service, name, permission: `${service}:${name}`, costUsd: 0, hides }
}

/** What tells whether the services that watch over an account are switched on. */
export const SAFEGUARD_OPERATIONS = {
  listDetectors: read('guardduty', 'ListDetectors', 'whether GuardDuty is switched on'),
  getDetector: read('guardduty', 'GetDetector', "whether GuardDuty watches functions' network traffic"),
  accountStatus: read('inspector2', 'BatchGetAccountStatus', 'whether Inspector scans functions and images'),
  listAnalyzers: read(
    'access-analyzer',
    'ListAnalyzers',
    'whether IAM Access Analyzer looks for access from outside',
  ),
  describeRecorders: read('config', 'DescribeConfigurationRecorders', 'whether AWS Config records, and what'),
  recorderStatus: read('config', 'DescribeConfigurationRecorderStatus', 'whether AWS Config records now'),
  describeHub: read('securityhub', 'DescribeHub', 'whether Security Hub is switched on'),
  logPolicies: read(
    'logs',
    'DescribeResourcePolicies',
    'who may write to or read log groups by CloudWatch Logs policies',
  ),
} as const
