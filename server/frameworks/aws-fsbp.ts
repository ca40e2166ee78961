import type { Framework } from './define-framework.ts'

const ONLY_BEHIND = 'Resources that no function uses.'

/** Control, what it asks for in our words, the checks, and what of it is not seen. */
const CONTROLS: readonly (readonly [id: string, title: string, checks: readonly string[], unseen: string])[] =
  [
    [
      'Lambda.1',
      'Function policies do not let the public in',
      ['function-policy-public', 'qualified-policy-public', 's3-grant-without-account'],
      'Policies that could not be read.',
    ],
    [
      'Lambda.2',
      'Functions use runtimes that are supported',
      ['runtime-deprecated'],
      'Runtimes inside of container images.',
    ],
    [
      'Lambda.3',
      'Functions are in a VPC',
      ['function-outside-vpc'],
      'What a function reaches outside of AWS.',
    ],
    [
      'Lambda.5',
      'Functions in a VPC use several zones',
      ['vpc-single-zone'],
      'Subnets that could not be read.',
    ],
    ['Lambda.6', 'Functions have tags', ['tags-required'], 'Whether the values are true.'],
    ['Lambda.7', 'Functions have X-Ray tracing', ['tracing-off'], 'What the code records of itself.'],
    ['APIGateway.1', 'REST and WebSocket APIs log executions', ['api-execution-logging-off'], ONLY_BEHIND],
    ['APIGateway.2', 'REST stages use a client certificate', ['api-client-certificate-missing'], ONLY_BEHIND],
    ['APIGateway.3', 'REST stages have X-Ray tracing', ['api-tracing-off'], ONLY_BEHIND],
    ['APIGateway.4', 'APIs have a web ACL', ['api-web-acl-missing'], ONLY_BEHIND],
    ['APIGateway.5', 'Caches of REST APIs are encrypted', ['api-cache-unencrypted'], ONLY_BEHIND],
    ['APIGateway.8', 'Routes say who may call them', ['api-route-open'], 'Authentication inside the code.'],
    [
      'APIGateway.9',
      'Stages of HTTP and WebSocket APIs log accesses',
      ['api-access-logging-off'],
      ONLY_BEHIND,
    ],
    ['AppSync.2', 'GraphQL APIs log fields', ['graphql-logging-off'], ONLY_BEHIND],
    ['AppSync.5', 'GraphQL APIs do not rely on API keys', ['graphql-api-key'], ONLY_BEHIND],
    ['CloudFront.3', 'Distributions ask viewers for HTTPS', ['distribution-allows-http'], ONLY_BEHIND],
    ['CloudFront.6', 'Distributions have a web ACL', ['distribution-web-acl-missing'], ONLY_BEHIND],
    [
      'CloudFront.16',
      'Function URLs behind distributions use origin access control',
      ['origin-without-access-control'],
      ONLY_BEHIND,
    ],
    [
      'CloudTrail.1',
      'A trail of all regions records management events',
      ['trail-missing', 'trail-not-multi-region', 'trail-stopped'],
      'Regions that are not watched.',
    ],
    ['CloudTrail.2', 'Trails are encrypted', ['trail-unencrypted'], 'Who may use the key.'],
    [
      'CloudTrail.4',
      'Trails validate their files',
      ['trail-validation-off'],
      'Whether anybody checks the digests.',
    ],
    [
      'CloudTrail.5',
      'Trails go to CloudWatch Logs',
      ['trail-without-cloudwatch'],
      'What looks at the logs there.',
    ],
    [
      'Config.1',
      'AWS Config records resources',
      ['config-recorder-off'],
      'What it records besides functions.',
    ],
    [
      'EC2.2',
      'Default security groups let nothing through',
      ['default-security-group'],
      'VPCs without functions.',
    ],
    ['ECR.1', 'Image repositories scan images', ['image-scan-off'], ONLY_BEHIND],
    ['ECR.2', 'Image tags cannot change', ['image-tags-mutable'], ONLY_BEHIND],
    ['ELB.1', 'Load balancers redirect HTTP to HTTPS', ['load-balancer-plain-http'], ONLY_BEHIND],
    ['GuardDuty.6', 'GuardDuty watches functions', ['guardduty-lambda-off'], 'Regions that are not watched.'],
    [
      'IAM.1',
      'Policies do not give every right',
      ['role-admin-policy', 'role-allows-everything'],
      'Policies that no function’s role has.',
    ],
    [
      'IAM.21',
      'Policies do not give whole services',
      ['role-service-wildcard', 'role-full-iam', 'role-full-kms'],
      'Policies that no function’s role has.',
    ],
    ['Inspector.4', 'Inspector scans functions', ['inspector-off'], 'Regions that are not watched.'],
    ['Kinesis.1', 'Streams are encrypted', ['stream-unencrypted'], ONLY_BEHIND],
    [
      'KMS.1',
      'Policies do not let decrypt with every key',
      ['role-data-exfiltration', 'role-full-kms'],
      'Policies that no function’s role has.',
    ],
    ['KMS.3', 'Keys are not deleted by mistake', ['key-pending-deletion'], ONLY_BEHIND],
    ['KMS.5', 'Keys are not public', ['key-policy-public'], ONLY_BEHIND],
    [
      'S3.3',
      'Buckets do not let the public write',
      ['bucket-public-trigger'],
      'Buckets that trigger no function.',
    ],
    ['SNS.4', 'Topics are not public', ['topic-public'], ONLY_BEHIND],
    ['SQS.1', 'Queues are encrypted', ['queue-unencrypted'], ONLY_BEHIND],
    ['SQS.3', 'Queues are not public', ['queue-public'], ONLY_BEHIND],
  ]

/** Controls of Security Hub that speak of functions and of what is around them; most are of the foundational standard. */
export const awsFsbp: Framework = {
  id: 'aws-fsbp',
  title: 'AWS Foundational Security Best Practices',
  version: '1.0.0',
  publisher: 'AWS',
  url: 'https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html',
  controls: CONTROLS.map(([id, title, checks, unseen]) => ({ id, title, checks, detections: [], unseen })),
}
