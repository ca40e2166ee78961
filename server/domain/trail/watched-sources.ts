import type { TrailRecord } from './trail-record.ts'

/** Services whose reads are kept as well: what decides who may do what with functions, what starts them, and what watches them. */
const WATCHED = new Set(
  [
    'access-analyzer',
    'apigateway',
    'appsync',
    'athena',
    'bedrock',
    'cloudformation',
    'cloudfront',
    'cloudtrail',
    'codeartifact',
    'codebuild',
    'codecommit',
    'codedeploy',
    'codepipeline',
    'cognito-identity',
    'cognito-idp',
    'config',
    'detective',
    'dynamodb',
    'ecr',
    'ecr-public',
    'elasticfilesystem',
    'events',
    'execute-api',
    'guardduty',
    'iam',
    'identitystore',
    'inspector2',
    'kafka',
    'kinesis',
    'kms',
    'lambda',
    'logs',
    'macie2',
    'monitoring',
    'mq',
    'organizations',
    'pipes',
    'ram',
    'resource-groups',
    'rolesanywhere',
    's3',
    's3express',
    'scheduler',
    'schemas',
    'secretsmanager',
    'securityhub',
    'serverlessrepo',
    'servicecatalog',
    'ses',
    'signer',
    'signin',
    'sns',
    'sqs',
    'ssm',
    'sso',
    'sso-directory',
    'states',
    'sts',
    'tagging',
    'vpc-lattice',
    'wafv2',
    'xray',
  ].map((service) => `${service}.amazonaws.com`),
)

/** Of services that are read all day for other reasons, what touches functions' networks. */
const WATCHED_NAMES: Record<string, RegExp> = {
  'ec2.amazonaws.com': /VpcEndpoint|FlowLogs|UserData|PasswordData|SecurityGroupRules|SerialConsole/,
}

/**
 * Whether a record is kept whatever detections make of it: what changes something or may, what was refused, data events
 * that somebody has chosen, and reads of the services that matter to functions.
 */
export function isKept(
  record: Pick<TrailRecord, 'readOnly' | 'errorCode' | 'category' | 'eventSource' | 'eventName'>,
): boolean {
  if (record.readOnly !== true || record.errorCode !== null || record.category !== 'management') return true
  if (WATCHED.has(record.eventSource)) return true
  return WATCHED_NAMES[record.eventSource]?.test(record.eventName) ?? false
}
