import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { it } from 'vitest'
import { scanFiles } from './scan-files.ts'

/** A dollar sign that begins no expression of ours. */
const DOLLAR = '$'
const scan = (paths: string[]) => scanFiles(paths, { now: Date.parse('2026-11-20T06:00:00.000Z') })

const word = fc.constantFrom(
  'Resources',
  'Type',
  'Properties',
  'AWS::Serverless::Function',
  'AWS::Lambda::Function',
  'Events',
  'Api',
  'Policies',
  'Ref',
  'Fn::Sub',
  'Fn::If',
  'Globals',
  'Function',
  'Environment',
  'Variables',
  'Statement',
  'x',
  'AWS::IAM::Role',
  'AWS::Lambda::Permission',
  'Principal',
  '*',
  'FunctionUrlConfig',
  'AuthType',
  'Layers',
)
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 4 }),
  ),
})).value

it('never fails on a template of any shape', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'scan-'))
  const types = fc.constantFrom(
    'AWS::Serverless::Function',
    'AWS::Lambda::Function',
    'AWS::IAM::Role',
    'AWS::SQS::Queue',
    'AWS::S3::Bucket',
    'AWS::Serverless::Api',
    'AWS::Serverless::StateMachine',
    'AWS::ApiGateway::RestApi',
    'AWS::ApiGatewayV2::Api',
    'AWS::CloudFront::Distribution',
    'AWS::Events::Rule',
    'AWS::Lambda::EventSourceMapping',
    'AWS::SNS::Topic',
    'AWS::KMS::Key',
    'AWS::Lambda::LayerVersion',
    'AWS::Lambda::Url',
    'AWS::Lambda::Permission',
  )
  const properties = fc.dictionary(
    fc.oneof(
      word,
      fc.constantFrom(
        'Role',
        'VpcConfig',
        'Tags',
        'Targets',
        'Body',
        'DefinitionBody',
        'Auth',
        'Cors',
        'Target',
        'Filter',
        'RedrivePolicy',
        'KeyPolicy',
        'FunctionName',
        'Definition',
        'DistributionConfig',
        'Subscription',
        'Action',
      ),
    ),
    anything,
  )
  const template = fc.record({
    Transform: fc.constant('AWS::Serverless-2016-10-31'),
    Globals: anything,
    Parameters: anything,
    Conditions: anything,
    Resources: fc.dictionary(word, fc.record({ Type: types, Properties: fc.oneof(properties, anything) })),
  })
  await fc.assert(
    fc.asyncProperty(template, async (value) => {
      const file = join(folder, 't.json')
      await writeFile(file, JSON.stringify(value))
      await scan([file])
    }),
    { numRuns: 150 },
  )
}, 60_000)

it('never fails on text of any kind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'scan-'))
  const pieces = fc.constantFrom(
    'Resources:',
    '\n',
    '  ',
    'Fn:',
    ' Type: AWS::Lambda::Function',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '!Ref x',
    '!GetAtt',
    '|',
    '>',
    '"',
    "'",
    '# ',
    ': ',
    '\t',
    '\u0000',
    '---',
    'service: x\nprovider: aws\n',
    `${DOLLAR}{self:x}`,
    `${DOLLAR}{file(x.yml)}`,
    'functions:\n  f:\n    events:\n      - http: ',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), async (parts) => {
      const file = join(folder, 't.yaml')
      await writeFile(file, parts.join(''))
      await scan([file])
    }),
    { numRuns: 300 },
  )
}, 60_000)
