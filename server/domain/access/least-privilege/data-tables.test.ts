import { expect, it } from 'vitest'
import { loadActionTable } from '#server/domain/iam/action-table.ts'
import { actionsOfEvent, serviceOfSource } from './action-of-event.ts'
import { API_GATEWAY_VERBS, EVENT_ACTIONS } from './event-actions.ts'
import { isObservable, whyUnobservable } from './observability.ts'
import { isDenied } from './observed-call.ts'
import { resourcesOfCall } from './resources-of-call.ts'
import { UNOBSERVABLE } from './unobservable-actions.ts'

const table = await loadActionTable()
const isKnown = (action: string) => table.has(action)

it('the tables name no action that AWS does not have', () => {
  const events = Object.values(EVENT_ACTIONS).flatMap(({ actions, perhaps = [] }) => [...actions, ...perhaps])
  const verbs = API_GATEWAY_VERBS.flatMap(([, actions]) => actions)
  const hidden = Object.entries(UNOBSERVABLE).flatMap(([service, { data = [], never = [] }]) =>
    [...data, ...never].map((pattern) => `${service}:${pattern}`),
  )
  expect([...events, ...verbs, ...hidden].filter((one) => table.expand(one).length === 0)).toEqual([])
})

it.each([
  ['s3.amazonaws.com', 's3'],
  ['monitoring.amazonaws.com', 'cloudwatch'],
  ['email.amazonaws.com', 'ses'],
  ['rdsdata.amazonaws.com', 'rds-data'],
  ['runtime.sagemaker.amazonaws.com', 'sagemaker'],
  ['kms.amazonaws.com.cn', 'kms'],
  ['LAMBDA.amazonaws.com', 'lambda'],
  ['odd', 'odd'],
  ['', ''],
])('the service of %j is %j', (source, service) => {
  expect(serviceOfSource(source)).toBe(service)
})

it.each([
  ['lambda', 'Invoke', ['lambda:InvokeFunction']],
  ['lambda', 'UpdateFunctionCode20150331v2', ['lambda:UpdateFunctionCode']],
  ['cloudfront', 'CreateInvalidation2020_05_31', ['cloudfront:CreateInvalidation']],
  ['s3', 'ListBuckets', ['s3:ListAllMyBuckets']],
  ['sqs', 'DeleteMessageBatch', ['sqs:DeleteMessage']],
  ['apigateway', 'GetRestApis', ['apigateway:GET', 'apigateway:POST']],
  ['bedrock', 'ConverseStream', ['bedrock:InvokeModelWithResponseStream']],
  ['sts', 'GetCallerIdentity', []],
  ['kms', 'toString', undefined],
  ['__proto__', 'constructor', undefined],
  ['s3', 'NoSuchThing', undefined],
])('%s %s needs %j', (source, name, actions) => {
  expect(actionsOfEvent(`${source}.amazonaws.com`, name, isKnown)?.actions).toEqual(actions)
})

it.each([
  ['s3:GetObject', [], false],
  ['s3:GetObject', ['s3'], true],
  ['s3:PutBucketPolicy', [], true],
  ['S3:getobject', [], false],
  ['events:PutEvents', ['events'], false],
  ['kms:Decrypt', [], true],
  ['secretsmanager:GetSecretValue', [], true],
  ['logs:PutLogEvents', [], false],
  ['logs:CreateLogStream', [], true],
  ['rds-db:connect', [], false],
  ['constructor:x', [], true],
])('the use of %s with data events of %j shows: %s', (action, recorded, shows) => {
  expect(isObservable(action, new Set(recorded))).toBe(shows)
})

it('says why a use cannot be seen', () => {
  expect(whyUnobservable('s3', new Set())).toContain('data events of s3 are not known to be recorded')
  expect(whyUnobservable('rds-db', new Set())).toContain('records no such calls')
})

it.each([
  ['AccessDenied', true],
  ['AccessDeniedException', true],
  ['Client.UnauthorizedOperation', true],
  ['KMS.AccessDeniedException', true],
  ['AuthorizationErrorException', true],
  ['ThrottlingException', false],
  ['NoSuchKey', false],
  [null, false],
])('%s is a refusal: %s', (errorCode, refused) => {
  const call = { eventSource: '', eventName: '', resources: [], count: 1, lastAt: '', eventId: '' }
  expect(isDenied({ ...call, errorCode })).toBe(refused)
})

const at = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:111122223333:${resource}`
it.each([
  ['s3:GetObject', ['arn:aws:s3:::b', 'arn:aws:s3:::b/k/1'], ['arn:aws:s3:::b/*']],
  ['s3:ListBucket', ['arn:aws:s3:::b/k'], ['arn:aws:s3:::b']],
  ['s3:GetBucketPolicy', ['arn:aws:s3:::b'], ['arn:aws:s3:::b']],
  [
    'lambda:InvokeFunction',
    [at('lambda', 'function:f:live')],
    [at('lambda', 'function:f'), at('lambda', 'function:f:*')],
  ],
  ['states:DescribeExecution', [at('states', 'execution:m:run-1')], [at('states', 'execution:m:*')]],
  ['dynamodb:GetItem', [at('dynamodb', 'table/t')], [at('dynamodb', 'table/t')]],
  ['kms:Decrypt', [at('kms', 'alias/a')], null],
  ['kms:ReEncryptFrom', [at('kms', 'key/1')], null],
  ['sts:AssumeRole', ['arn:aws:iam::1:role/r'], ['arn:aws:iam::1:role/r']],
  ['ec2:RunInstances', [at('ec2', 'instance/i')], null],
  ['sqs:SendMessage', ['jobs'], null],
  ['sqs:SendMessage', [at('sqs', '*')], null],
  ['ssm:GetParameter', ['arn:aws:ssm:::$\u007ba}'], null],
])('a call of %s that names %j narrows to %j', (action, resources, expected) => {
  expect(resourcesOfCall(action, resources)).toEqual(expected)
})
