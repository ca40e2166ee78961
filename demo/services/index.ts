import type { ServiceId } from '#demo/protocol/service-ids.ts'
import { accessAnalyzerOperations } from './access-analyzer.ts'
import { httpApiOperations, restApiOperations } from './apigateway/operations.ts'
import { appsyncOperations } from './appsync.ts'
import { athenaOperations } from './athena.ts'
import type { Operation } from './call.ts'
import { cloudfrontOperations } from './cloudfront.ts'
import { cloudtrailOperations } from './cloudtrail.ts'
import { cloudwatchOperations } from './cloudwatch/operations.ts'
import { cognitoOperations } from './cognito.ts'
import { configOperations } from './config.ts'
import { costExplorerOperations } from './cost-explorer.ts'
import { ec2Operations } from './ec2.ts'
import { ecrOperations } from './ecr.ts'
import { elbOperations } from './elb.ts'
import { eventsOperations } from './events.ts'
import { guardDutyOperations } from './guardduty.ts'
import { iamOperations } from './iam.ts'
import { inspectorOperations } from './inspector2.ts'
import { kmsOperations } from './kms.ts'
import { lambdaOperations } from './lambda/operations.ts'
import { logsOperations } from './logs.ts'
import { organizationsOperations } from './organizations.ts'
import { dynamodbOperations, kinesisOperations, sqsOperations } from './queues-and-streams.ts'
import { s3Operations } from './s3.ts'
import { schedulerOperations } from './scheduler.ts'
import { securityHubOperations } from './securityhub.ts'
import { snsOperations } from './sns.ts'
import { statesOperations } from './states.ts'
import { stsOperations } from './sts.ts'
import { wafv2Operations } from './wafv2.ts'

export const services: Record<ServiceId, Record<string, Operation>> = {
  sts: stsOperations,
  ec2: ec2Operations,
  iam: iamOperations,
  lambda: lambdaOperations,
  monitoring: cloudwatchOperations,
  cloudtrail: cloudtrailOperations,
  events: eventsOperations,
  scheduler: schedulerOperations,
  s3: s3Operations,
  sns: snsOperations,
  sqs: sqsOperations,
  kinesis: kinesisOperations,
  dynamodb: dynamodbOperations,
  logs: logsOperations,
  'cognito-idp': cognitoOperations,
  states: statesOperations,
  organizations: organizationsOperations,
  apigateway: restApiOperations,
  apigatewayv2: httpApiOperations,
  elasticloadbalancing: elbOperations,
  cloudfront: cloudfrontOperations,
  wafv2: wafv2Operations,
  guardduty: guardDutyOperations,
  inspector2: inspectorOperations,
  'access-analyzer': accessAnalyzerOperations,
  config: configOperations,
  securityhub: securityHubOperations,
  kms: kmsOperations,
  ecr: ecrOperations,
  appsync: appsyncOperations,
  athena: athenaOperations,
  ce: costExplorerOperations,
}
