export type ServiceId =
  | 'sts'
  | 'ec2'
  | 'iam'
  | 'lambda'
  | 'monitoring'
  | 'cloudtrail'
  | 'events'
  | 'scheduler'
  | 's3'
  | 'sns'
  | 'sqs'
  | 'kinesis'
  | 'dynamodb'
  | 'logs'
  | 'cognito-idp'
  | 'states'
  | 'organizations'
  | 'apigateway'
  | 'apigatewayv2'
  | 'elasticloadbalancing'
  | 'cloudfront'
  | 'wafv2'
  | 'guardduty'
  | 'inspector2'
  | 'access-analyzer'
  | 'config'
  | 'securityhub'
  | 'kms'
  | 'ecr'
  | 'appsync'
  | 'athena'
  | 'ce'
export type Protocol = 'query' | 'ec2' | 'json1.0' | 'json1.1' | 'rest-json' | 'rest-xml' | 'cbor'

type ServiceFacts = {
  protocol: Protocol
  actionPrefix: string
  /** Where IAM knows all reads of a service by one action. */
  action?: string
  apiVersion?: string
  targetPrefix?: string
  xmlNamespace?: string
}

export const serviceFacts: Record<ServiceId, ServiceFacts> = {
  sts: {
    protocol: 'query',
    actionPrefix: 'sts',
    apiVersion: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  },
  iam: {
    protocol: 'query',
    actionPrefix: 'iam',
    apiVersion: '2010-05-08',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  },
  ec2: {
    protocol: 'ec2',
    actionPrefix: 'ec2',
    apiVersion: '2016-11-15',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  },
  lambda: { protocol: 'rest-json', actionPrefix: 'lambda' },
  monitoring: {
    protocol: 'json1.0',
    actionPrefix: 'cloudwatch',
    apiVersion: '2010-08-01',
    targetPrefix: 'GraniteServiceVersion20100801',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  },
  cloudtrail: {
    protocol: 'json1.1',
    actionPrefix: 'cloudtrail',
    targetPrefix: 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101',
  },
  events: { protocol: 'json1.1', actionPrefix: 'events', targetPrefix: 'AWSEvents' },
  scheduler: { protocol: 'rest-json', actionPrefix: 'scheduler' },
  s3: { protocol: 'rest-xml', actionPrefix: 's3', xmlNamespace: 'http://s3.amazonaws.com/doc/2006-03-01/' },
  sns: {
    protocol: 'query',
    actionPrefix: 'sns',
    apiVersion: '2010-03-31',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  },
  sqs: { protocol: 'json1.0', actionPrefix: 'sqs', targetPrefix: 'AmazonSQS' },
  kinesis: { protocol: 'json1.1', actionPrefix: 'kinesis', targetPrefix: 'Kinesis_20131202' },
  dynamodb: { protocol: 'json1.0', actionPrefix: 'dynamodb', targetPrefix: 'DynamoDBStreams_20120810' },
  logs: { protocol: 'json1.1', actionPrefix: 'logs', targetPrefix: 'Logs_20140328' },
  'cognito-idp': {
    protocol: 'json1.1',
    actionPrefix: 'cognito-idp',
    targetPrefix: 'AWSCognitoIdentityProviderService',
  },
  states: { protocol: 'json1.0', actionPrefix: 'states', targetPrefix: 'AWSStepFunctions' },
  organizations: {
    protocol: 'json1.1',
    actionPrefix: 'organizations',
    targetPrefix: 'AWSOrganizationsV20161128',
  },
  apigateway: { protocol: 'rest-json', actionPrefix: 'apigateway', action: 'apigateway:GET' },
  apigatewayv2: { protocol: 'rest-json', actionPrefix: 'apigateway', action: 'apigateway:GET' },
  elasticloadbalancing: {
    protocol: 'query',
    actionPrefix: 'elasticloadbalancing',
    apiVersion: '2015-12-01',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  },
  cloudfront: {
    protocol: 'rest-xml',
    actionPrefix: 'cloudfront',
    xmlNamespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
  },
  wafv2: { protocol: 'json1.1', actionPrefix: 'wafv2', targetPrefix: 'AWSWAF_20190729' },
  guardduty: { protocol: 'rest-json', actionPrefix: 'guardduty' },
  inspector2: { protocol: 'rest-json', actionPrefix: 'inspector2' },
  'access-analyzer': { protocol: 'rest-json', actionPrefix: 'access-analyzer' },
  config: { protocol: 'json1.1', actionPrefix: 'config', targetPrefix: 'StarlingDoveService' },
  securityhub: { protocol: 'rest-json', actionPrefix: 'securityhub' },
  kms: { protocol: 'json1.1', actionPrefix: 'kms', targetPrefix: 'TrentService' },
  ecr: {
    protocol: 'json1.1',
    actionPrefix: 'ecr',
    targetPrefix: 'AmazonEC2ContainerRegistry_V20150921',
  },
  appsync: { protocol: 'rest-json', actionPrefix: 'appsync' },
  athena: { protocol: 'json1.1', actionPrefix: 'athena', targetPrefix: 'AmazonAthena' },
  ce: { protocol: 'json1.1', actionPrefix: 'ce', targetPrefix: 'AWSInsightsIndexService' },
}

/** Whether a word from a credential scope names a service that is served here. */
export function isServiceId(name: string): name is ServiceId {
  return Object.hasOwn(serviceFacts, name)
}
