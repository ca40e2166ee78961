import type { Framework } from './define-framework.ts'

/** The recommendations of the benchmark that what is collected speaks to; all others are left out. Titles in our words. */
export const cisAwsFoundations: Framework = {
  id: 'cis-aws-foundations',
  title: 'CIS AWS Foundations Benchmark',
  version: '3.0.0',
  publisher: 'Center for Internet Security',
  url: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  controls: [
    {
      id: '1.16',
      title: 'No policy in use gives every right',
      checks: ['role-admin-policy', 'role-allows-everything'],
      detections: [],
      unseen: 'Users, groups and roles that no function runs as.',
    },
    {
      id: '1.20',
      title: 'IAM Access Analyzer is on in every region',
      checks: ['access-analyzer-off'],
      detections: [],
      unseen: 'Regions that are not watched.',
    },
    {
      id: '2.1.4',
      title: 'Buckets block public access',
      checks: ['bucket-public-trigger'],
      detections: [],
      unseen: 'Buckets that trigger no function, and the setting of the account.',
    },
    {
      id: '3.1',
      title: 'CloudTrail is on in every region',
      checks: ['trail-missing', 'trail-not-multi-region', 'trail-stopped', 'trail-delivery-failing'],
      detections: [],
      unseen: 'Regions that are not watched.',
    },
    {
      id: '3.2',
      title: 'CloudTrail validates its log files',
      checks: ['trail-validation-off'],
      detections: [],
      unseen: 'Whether anybody checks the digests.',
    },
    {
      id: '3.3',
      title: 'AWS Config is on in every region',
      checks: ['config-recorder-off'],
      detections: [],
      unseen: 'Regions that are not watched.',
    },
    {
      id: '3.5',
      title: 'CloudTrail logs are encrypted with a KMS key',
      checks: ['trail-unencrypted'],
      detections: [],
      unseen: 'Who may use the key.',
    },
    {
      id: '3.6',
      title: 'Symmetric keys of one’s own rotate',
      checks: ['key-rotation-off'],
      detections: [],
      unseen: 'Keys that no function, queue, topic or log group uses.',
    },
    {
      id: '4.16',
      title: 'Security Hub is on',
      checks: ['security-hub-off'],
      detections: [],
      unseen: 'Whether anybody looks at what it finds.',
    },
    {
      id: '5.4',
      title: 'Default security groups let nothing through',
      checks: ['default-security-group'],
      detections: [],
      unseen: 'VPCs without functions.',
    },
  ],
}
