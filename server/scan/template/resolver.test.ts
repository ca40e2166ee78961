import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NO_ACCOUNT, NO_REGION } from './home.ts'
import { Resolver } from './resolver.ts'
import type { RawResource, Template } from './template.ts'
import { isUnknownText, withPlaceholders } from './unknown.ts'

/** A dollar sign that begins no expression of ours. */
const DOLLAR = '$'

const HOME = { accountId: NO_ACCOUNT, region: NO_REGION, partition: 'aws' }

const resource = (
  id: string,
  type: string,
  properties: Record<string, unknown> = {},
): [string, RawResource] => [id, { id, type, properties, place: { line: 1, column: 1 }, written: properties }]

const TEMPLATE: Template = {
  resources: new Map([
    resource('Fn', 'AWS::Lambda::Function', { FunctionName: { 'Fn::Sub': `${DOLLAR}{Stage}-orders` } }),
    resource('Plain', 'AWS::Lambda::Function'),
    resource('Loop', 'AWS::Lambda::Function', { FunctionName: { Ref: 'Loop' } }),
    resource('Q', 'AWS::SQS::Queue'),
    resource('T', 'AWS::SNS::Topic', { TopicName: 'news' }),
    resource('B', 'AWS::S3::Bucket'),
    resource('Key', 'Custom::Thing'),
  ]),
  parameters: {
    Stage: { Type: 'String', Default: 'prod' },
    Unset: { Type: 'String' },
    Subnets: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
  },
  mappings: {
    Sizes: { prod: { memory: 512 }, dev: { memory: 128 } },
    ByRegion: { 'eu-west-1': { x: 'same', y: 'a' }, 'us-east-1': { x: 'same', y: 'b' } },
  },
  conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
    IsUnset: { 'Fn::Equals': [{ Ref: 'Unset' }, ''] },
    IsHere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    NotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
    Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'NotProd' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsUnset' }, { Condition: 'IsProd' }] },
    Circular: { Condition: 'Circular' },
  },
}

const resolver = (given: Record<string, string> = {}) =>
  new Resolver(TEMPLATE, HOME, new Map(Object.entries(given)))

it.each<[string, unknown, unknown]>([
  ['a parameter', { Ref: 'Stage' }, 'prod'],
  ['a list parameter', { Ref: 'Subnets' }, ['a', 'b']],
  ['a region', { Ref: 'AWS::Region' }, 'unknown-region'],
  ['a function', { Ref: 'Fn' }, 'prod-orders'],
  [
    'an ARN',
    { 'Fn::GetAtt': ['Fn', 'Arn'] },
    'arn:aws:lambda:unknown-region:000000000000:function:prod-orders',
  ],
  [
    'an ARN by text',
    { 'Fn::GetAtt': 'Plain.Arn' },
    'arn:aws:lambda:unknown-region:000000000000:function:Plain',
  ],
  ['a name that names itself', { Ref: 'Loop' }, 'Loop'],
  ['a queue', { Ref: 'Q' }, 'https://sqs.unknown-region.amazonaws.com/000000000000/Q'],
  ['a topic', { Ref: 'T' }, 'arn:aws:sns:unknown-region:000000000000:news'],
  ['a bucket’s ARN', { 'Fn::GetAtt': ['B', 'Arn'] }, 'arn:aws:s3:::B'],
  [
    'Sub with a map',
    { 'Fn::Sub': [`${DOLLAR}{A}-${DOLLAR}{Stage}-${DOLLAR}{!Kept}`, { A: 'x' }] },
    `x-prod-${DOLLAR}{Kept}`,
  ],
  ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }]] }, 'a-prod'],
  ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 512],
  [
    'FindInMap that is the same everywhere',
    { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'x'] },
    'same',
  ],
  ['If', { 'Fn::If': ['IsProd', 'yes', 'no'] }, 'yes'],
  ['If that makes no difference', { 'Fn::If': ['IsUnset', 'same', 'same'] }, 'same'],
  ['what is left out', { a: { Ref: 'AWS::NoValue' }, b: [1, { Ref: 'AWS::NoValue' }] }, { b: [1] }],
])('resolves %s', (_, value, expected) => {
  expect(resolver().resolve(value)).toEqual(expected)
})

it.each<[string, unknown]>([
  ['a parameter without default', { Ref: 'Unset' }],
  ['a parameter of SSM', { Ref: 'Image' }],
  ['another stack’s export', { 'Fn::ImportValue': 'x' }],
  ['an attribute that AWS makes', { 'Fn::GetAtt': ['Key', 'Value'] }],
  ['a text with a hole', { 'Fn::Sub': `a-${DOLLAR}{Unset}` }],
  ['an undecided If', { 'Fn::If': ['IsUnset', 'a', 'b'] }],
  ['FindInMap by region', { 'Fn::FindInMap': ['ByRegion', { Ref: 'AWS::Region' }, 'y'] }],
  ['a dynamic reference', '{{resolve:secretsmanager:db:SecretString:password}}'],
  ['a function of tomorrow', { 'Fn::Tomorrow': 1 }],
])('does not know %s before it is deployed', (_, value) => {
  expect(isUnknownText(resolver().resolve(value))).toBe(true)
})

it('takes values that are given for parameters and pseudo parameters', () => {
  const given = resolver({ Unset: 'now', 'AWS::Region': 'eu-west-1' })
  expect(given.resolve({ 'Fn::Sub': `${DOLLAR}{Unset} in ${DOLLAR}{AWS::Region}` })).toBe('now in eu-west-1')
})

it.each([
  ['IsProd', true],
  ['NotProd', false],
  ['Both', false],
  ['Either', true],
  ['IsUnset', undefined],
  ['IsHere', undefined],
  ['Circular', undefined],
  ['Missing', undefined],
])('decides %s as %s', (name, expected) => {
  expect(resolver().condition(name)).toBe(expected)
})

it('writes unknown parts as variables of policies', () => {
  expect(withPlaceholders(resolver().resolve({ 'Fn::Sub': `arn:aws:s3:::${DOLLAR}{Unset}/*` }))).toBe(
    `arn:aws:s3:::${DOLLAR}{Unset}/*`,
  )
})

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
const name = fc.constantFrom('Stage', 'Unset', 'Fn', 'Q', 'Missing', 'AWS::Region', 'AWS::NoValue')
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.record({ Ref: name }),
    fc.record({
      'Fn::Sub': fc.oneof(
        fc.string(),
        name.map((one) => `a\${${one}}b`),
        tie('value'),
      ),
    }),
    fc.record({ 'Fn::Join': fc.oneof(leaf, fc.tuple(leaf, tie('value'))) }),
    fc.record({ 'Fn::Select': fc.tuple(leaf, tie('value')) }),
    fc.record({ 'Fn::If': fc.tuple(fc.constantFrom('IsProd', 'IsUnset', 'x'), tie('value'), tie('value')) }),
    fc.record({ 'Fn::GetAtt': fc.oneof(leaf, fc.tuple(name, leaf)) }),
    fc.record({ 'Fn::Split': fc.tuple(leaf, tie('value')) }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  ),
})).value

it('never throws, and resolves what is resolved to itself', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const once = resolver().resolve(value)
      expect(resolver().resolve(once)).toEqual(once)
    }),
    { numRuns: 500 },
  )
})
