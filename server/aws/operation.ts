export const SERVICES = [
  'access-analyzer',
  'apigateway',
  'apigatewayv2',
  'appsync',
  'athena',
  'ce',
  'cloudfront',
  'cloudtrail',
  'cloudwatch',
  'cognito-idp',
  'config',
  'dynamodb-streams',
  'ec2',
  'ecr',
  'elasticloadbalancing',
  'events',
  'guardduty',
  'iam',
  'inspector2',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  'organizations',
  's3',
  'scheduler',
  'securityhub',
  'sns',
  'sqs',
  'states',
  'sts',
  'tagging',
  'wafv2',
] as const
export type Service = (typeof SERVICES)[number]

/** One AWS operation that a collector calls, with what it needs and what stays unseen without it. */
export type Operation = {
  service: Service
  name: string
  /** IAM action; '' where AWS asks for none. */
  permission: string
  /** USD for one unit (a call, or a metric requested); 0 where AWS charges nothing. */
  costUsd: number
  hides: string
}
