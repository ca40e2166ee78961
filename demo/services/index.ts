import type { ServiceId } from '#demo/protocol/service-ids.ts'
import { httpApiOperations, restApiOperations } from './apigateway/operations.ts'
import type { Operation } from './call.ts'
import { cloudtrailOperations } from './cloudtrail.ts'
import { cloudwatchOperations } from './cloudwatch/operations.ts'
import { ec2Operations } from './ec2.ts'
import { eventsOperations } from './events.ts'
import { iamOperations } from './iam.ts'
import { lambdaOperations } from './lambda/operations.ts'
import { dynamodbOperations, kinesisOperations, sqsOperations } from './queues-and-streams.ts'
import { s3Operations } from './s3.ts'
import { snsOperations } from './sns.ts'
import { stsOperations } from './sts.ts'

export const services: Record<ServiceId, Record<string, Operation>> = {
  sts: stsOperations,
  ec2: ec2Operations,
  iam: iamOperations,
  lambda: lambdaOperations,
  monitoring: cloudwatchOperations,
  cloudtrail: cloudtrailOperations,
  events: eventsOperations,
  scheduler: {},
  s3: s3Operations,
  sns: snsOperations,
  sqs: sqsOperations,
  kinesis: kinesisOperations,
  dynamodb: dynamodbOperations,
  logs: {},
  'cognito-idp': {},
  states: {},
  organizations: {},
  apigateway: restApiOperations,
  apigatewayv2: httpApiOperations,
  elasticloadbalancing: {},
  cloudfront: {},
  wafv2: {},
}
