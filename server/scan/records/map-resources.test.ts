import { expect, it } from 'vitest'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { recordsOf } from '#server/scan/read-for-test.ts'

const FN = 'arn:aws:lambda:unknown-region:000000000000:function:Fn'
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const ref = (id: string) => ({ Ref: id })
const FUNCTION = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x' } }

const CASES: [
  what: string,
  resources: Record<string, { Type: string; Properties?: object }>,
  kind: ResourceRecord['kind'],
  expected: object,
][] = [
  [
    'an OpenAPI document',
    {
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: {
          Body: {
            paths: {
              '/a': {
                get: {
                  security: [{ people: [] }],
                  'x-amazon-apigateway-integration': {
                    type: 'aws_proxy',
                    uri: {
                      'Fn::Join': [
                        '',
                        [
                          'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/',
                          arn('Fn'),
                          '/invocations',
                        ],
                      ],
                    },
                  },
                },
                post: {},
              },
            },
            securityDefinitions: {
              people: {
                type: 'apiKey',
                'x-amazon-apigateway-authtype': 'cognito_user_pools',
                'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:pool'] },
              },
            },
          },
        },
      },
    },
    'api',
    {
      routes: {
        value: [
          { key: 'GET /a', authorization: 'COGNITO_USER_POOLS', integration: { functionArn: FN } },
          { key: 'POST /a', authorization: 'NONE' },
        ],
      },
      authorizers: { value: [{ name: 'people', userPoolArns: ['arn:pool'] }] },
    },
  ],
  [
    'an OpenAPI document that lies elsewhere',
    { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: { Bucket: 'b' } } } },
    'api',
    { routes: { state: 'failed' } },
  ],
  [
    'a load balancer',
    {
      Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal' } },
      L: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: ref('Lb'),
          Port: 443,
          Protocol: 'HTTPS',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('G') }],
        },
      },
      G: {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: { TargetType: 'lambda', Targets: [{ Id: arn('Fn') }] },
      },
    },
    'load-balancer',
    {
      scheme: { value: 'internal' },
      targets: { value: [{ functionArn: FN }] },
      listeners: { value: [{ port: 443 }] },
    },
  ],
  [
    'a state machine',
    {
      M: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          DefinitionString: `{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${'$'}{Task}","End":true}}}`,
          DefinitionSubstitutions: { Task: arn('Fn') },
        },
      },
    },
    'state-machine',
    { calls: { value: [{ state: 'A', function: FN, synchronous: true }] } },
  ],
  [
    'a distribution',
    {
      D: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: {
          DistributionConfig: {
            Enabled: true,
            DefaultCacheBehavior: {
              TargetOriginId: 'o',
              LambdaFunctionAssociations: [
                { EventType: 'viewer-request', LambdaFunctionARN: 'arn:aws:lambda:us-east-1:1:function:e:1' },
              ],
            },
            Origins: [{ Id: 'o', DomainName: 'x.example.com' }],
          },
        },
      },
    },
    'distribution',
    {
      enabled: { value: true },
      behaviours: { value: [{ pathPattern: '*', functions: [{ eventType: 'viewer-request' }] }] },
    },
  ],
  [
    'a GraphQL API',
    {
      G: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'g', AuthenticationType: 'API_KEY' } },
      S: {
        Type: 'AWS::AppSync::DataSource',
        Properties: {
          ApiId: { 'Fn::GetAtt': ['G', 'ApiId'] },
          LambdaConfig: { LambdaFunctionArn: arn('Fn') },
        },
      },
    },
    'graphql-api',
    { authentications: { value: ['API_KEY'] }, functionArns: { value: [FN] } },
  ],
  [
    'a key',
    { K: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, KeyPolicy: { Statement: [] } } } },
    'kms-key',
    { rotates: { value: true }, manager: { value: 'CUSTOMER' }, policy: { state: 'known' } },
  ],
  [
    'a layer for everyone',
    {
      L: { Type: 'AWS::Lambda::LayerVersion', Properties: { LayerName: 'shared' } },
      P: {
        Type: 'AWS::Lambda::LayerVersionPermission',
        Properties: { LayerVersionArn: ref('L'), Action: 'lambda:GetLayerVersion', Principal: '*' },
      },
    },
    'layer',
    { name: 'shared', versions: { value: [{ policy: { state: 'known' } }] } },
  ],
  [
    'a permission for whom nobody knows',
    {
      P: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: ref('Fn'),
          Action: 'lambda:InvokeFunction',
          Principal: { 'Fn::ImportValue': 'x' },
        },
      },
    },
    'function',
    { policy: { state: 'failed' } },
  ],
  [
    'a permission on a version',
    {
      A: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: ref('Fn'), Name: 'live', FunctionVersion: '1' },
      },
      P: {
        Type: 'AWS::Lambda::Permission',
        Properties: { FunctionName: ref('A'), Action: 'lambda:InvokeFunction', Principal: '*' },
      },
    },
    'function',
    { policy: { state: 'absent' }, qualifiedPolicies: { state: 'known', value: { live: {} } } },
  ],
  [
    'a queue with a policy',
    {
      Q: {
        Type: 'AWS::SQS::Queue',
        Properties: { RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 3 } },
      },
      Dead: { Type: 'AWS::SQS::Queue' },
      P: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [ref('Q')],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*' }] },
        },
      },
    },
    'event-source',
    {
      name: 'Q',
      policy: { state: 'known' },
      maxReceiveCount: { value: 3 },
      deadLetterTargetArn: { value: 'arn:aws:sqs:unknown-region:000000000000:Dead' },
      encrypted: { value: true },
    },
  ],
  [
    'a role with policies of its own and others’',
    {
      R: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Statement: [] },
          ManagedPolicyArns: [ref('M'), 'arn:aws:iam::aws:policy/SomethingElse'],
        },
      },
      M: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } },
      },
      I: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'i',
          Roles: [ref('R')],
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: ref('Unset'), Resource: '*' }] },
        },
      },
    },
    'role',
    {
      attachedPolicies: {
        value: [
          { name: 'M', document: { state: 'known' } },
          { name: 'SomethingElse', document: { state: 'failed' } },
        ],
      },
      inlinePolicies: { value: [{ document: { state: 'failed' } }] },
    },
  ],
]

it.each(CASES)('reads %s', async (_, resources, kind, expected) => {
  const { records, problems } = await recordsOf({
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Unset: { Type: 'String' } },
    Resources: { Fn: FUNCTION, ...resources },
  })
  expect(problems).toEqual([])
  expect(records.find((record) => record.kind === kind)).toMatchObject(expected)
})
