import { describe, expect, it } from 'vitest'
import type { ExampleRecord } from '#server/detections/example-record.ts'
import { firesOn, load } from './sigma-for-test.ts'

function fileOf(detection: string, more = ''): string {
  return `title: It is made up
id: 00000000-0000-4000-8000-000000000001
logsource:
    product: aws
    service: cloudtrail
${more}detection:
${detection.replace(/^/gm, '    ')}
`
}

function matches(detection: string, example: Partial<ExampleRecord> = {}): boolean {
  const loaded = load(fileOf(detection))
  expect(loaded.problems).toEqual([])
  return firesOn(loaded, { source: 'lambda', name: 'Invoke', ...example }).length > 0
}

const problemOf = (text: string) => {
  const { problems, detections } = load(text)
  expect(detections).toEqual([])
  return problems.map(({ text: why, line }) => `${line}: ${why}`).join('\n')
}

const layer: Partial<ExampleRecord> = {
  name: 'UpdateFunctionConfiguration20150331v2',
  request: {
    functionName: 'orders-api',
    layers: ['arn:aws:lambda:eu-west-1:444455556666:layer:x:1'],
    memorySize: 512,
  },
}

describe('Sigma rules', () => {
  it.each<[string, string, Partial<ExampleRecord>, boolean]>([
    [
      'all fields of a map',
      'a:\n  eventSource: lambda.amazonaws.com\n  eventName: Invoke\ncondition: a',
      {},
      true,
    ],
    [
      'a field that differs',
      'a:\n  eventSource: lambda.amazonaws.com\n  eventName: Delete\ncondition: a',
      {},
      false,
    ],
    ['any of a list', 'a:\n  eventName: [Delete, Invoke]\ncondition: a', {}, true],
    ['any map of a list', 'a:\n  - eventName: Delete\n  - awsRegion: eu-west-1\ncondition: a', {}, true],
    ['whatever the case', 'a:\n  eventName: INVOKE\ncondition: a', {}, true],
    ['the case, where it counts', 'a:\n  eventName|cased: INVOKE\ncondition: a', {}, false],
    [
      'a name with its version',
      'a:\n  eventName: UpdateFunctionConfiguration20150331v2\ncondition: a',
      layer,
      true,
    ],
    ['a name without its version', 'a:\n  eventName: UpdateFunctionConfiguration\ncondition: a', layer, true],
    ['a name by its start', 'a:\n  eventName|startswith: UpdateFunctionConf\ncondition: a', layer, true],
    ['an item of a list', 'a:\n  requestParameters.layers|contains: 444455556666\ncondition: a', layer, true],
    ['a whole part of the record', 'a:\n  requestParameters|contains: layer\ncondition: a', layer, true],
    [
      'a text within a part, quotes and all',
      `a:\n  requestParameters|contains|all: ['"s3:GetObject"', '"Allow"']\ncondition: a`,
      { request: { policyDocument: '{"Effect":"Allow","Action":"s3:GetObject"}' } },
      true,
    ],
    ['a number', 'a:\n  requestParameters.memorySize: 512\ncondition: a', layer, true],
    ['a number as a text', "a:\n  requestParameters.memorySize: '512'\ncondition: a", layer, true],
    ['a larger number', 'a:\n  requestParameters.memorySize|gt: 512\ncondition: a', layer, false],
    ['at least a number', 'a:\n  requestParameters.memorySize|gte: 512\ncondition: a', layer, true],
    ['a text that is no number', 'a:\n  requestParameters.functionName|lt: 5\ncondition: a', layer, false],
    ['wildcards', "a:\n  userAgent: 'aws-cli/?.*lambda'\ncondition: a", {}, true],
    ['an escaped wildcard', "a:\n  userAgent: 'aws-cli/\\*'\ncondition: a", {}, false],
    ['all of several', 'a:\n  userAgent|contains|all: [aws-cli, linux]\ncondition: a', {}, true],
    ['not all of several', 'a:\n  userAgent|contains|all: [aws-cli, windows]\ncondition: a', {}, false],
    ['what is missing, as null', 'a:\n  errorCode: null\ncondition: a', {}, true],
    ['what is there, as null', 'a:\n  errorCode: null\ncondition: a', { error: 'AccessDenied' }, false],
    ['that a field is there', 'a:\n  errorCode|exists: true\ncondition: a', { error: 'AccessDenied' }, true],
    ['that a field is not there', 'a:\n  errorCode|exists: false\ncondition: a', {}, true],
    ['a network', 'a:\n  sourceIPAddress|cidr: [10.0.0.0/8, 198.51.100.0/24]\ncondition: a', {}, true],
    ['another network', 'a:\n  sourceIPAddress|cidr: 2001:db8::/32\ncondition: a', {}, false],
    ['a regular expression', "a:\n  userAgent|re: '^aws-cli/\\d+\\.'\ncondition: a", {}, true],
    ['its case', "a:\n  userAgent|re: '^AWS-CLI'\ncondition: a", {}, false],
    ['its case left out', "a:\n  userAgent|re|i: '^AWS-CLI'\ncondition: a", {}, true],
    ['what differs', 'a:\n  eventName|neq: Delete\ncondition: a', {}, true],
    ['what does not differ', 'a:\n  eventName|neq: [Delete, Invoke]\ncondition: a', {}, false],
    ['another field', 'a:\n  recipientAccountId|fieldref: userIdentity.accountId\ncondition: a', {}, true],
    [
      'another field that differs',
      'a:\n  recipientAccountId|fieldref: userIdentity.arn\ncondition: a',
      {},
      false,
    ],
    ['an hour', 'a:\n  eventTime|hour|gte: 9\ncondition: a', {}, true],
    ['a weekless hour', 'a:\n  eventTime|hour: 8\ncondition: a', {}, false],
    ['words', "a: ['nowhere', 'AWS-CLI']\ncondition: a", {}, true],
    ['all words', "a:\n  '|all': ['lambda', 'nowhere']\ncondition: a", {}, false],
    ['a Base64 text', 'a:\n  userAgent|base64: alice\ncondition: a', { agent: 'YWxpY2U=' }, true],
    [
      'a part of Base64',
      'a:\n  userAgent|base64offset|contains: secret\ncondition: a',
      { agent: btoa('a secret word') },
      true,
    ],
    ['a wide Base64 text', 'a:\n  userAgent|wide|base64: ab\ncondition: a', { agent: 'YQBiAA==' }, true],
    ['a dash', "a:\n  userAgent|windash|contains: ' -enc'\ncondition: a", { agent: 'x /enc y' }, true],
    ['and not', 'a:\n  eventName: Invoke\nb:\n  errorCode: AccessDenied\ncondition: a and not b', {}, true],
    [
      'or before and',
      'a:\n  eventName: Invoke\nb:\n  eventName: X\nc:\n  eventName: Y\ncondition: a or b and c',
      {},
      true,
    ],
    [
      'brackets',
      'a:\n  eventName: Invoke\nb:\n  eventName: X\nc:\n  awsRegion: Y\ncondition: (a or b) and c',
      {},
      false,
    ],
    [
      'one of a pattern',
      'sel_a:\n  eventName: X\nsel_b:\n  eventName: Invoke\ncondition: 1 of sel_*',
      {},
      true,
    ],
    [
      'all of a pattern',
      'sel_a:\n  awsRegion: X\nsel_b:\n  eventName: Invoke\ncondition: all of sel_*',
      {},
      false,
    ],
    [
      'all of them but those with _',
      'a:\n  eventName: Invoke\n_b:\n  eventName: X\ncondition: all of them',
      {},
      true,
    ],
    ['one of several conditions', 'a:\n  eventName: X\nb:\n  eventName: Invoke\ncondition: [a, b]', {}, true],
  ])('match %s', (_, detection, example, expected) => {
    expect(matches(detection, example)).toBe(expected)
  })

  it('say of themselves what our detections say', () => {
    const { detections, rules } = load(
      fileOf(
        'a:\n  eventSource: iam.amazonaws.com\n  eventName: [CreateUser, DeleteUser]\ncondition: a',
        'level: informational\nstatus: deprecated\ndescription: Why.\ntags: [attack.t1098.001, attack.persistence]\nfalsepositives: [Admins]\n',
      ),
    )
    expect(detections[0]).toMatchObject({
      id: 'sigma-00000000-0000-4000-8000-000000000001',
      severity: 'info',
      why: 'Why.',
      techniques: ['T1098.001'],
      falsePositives: 'Admins',
      sources: ['iam.amazonaws.com'],
      names: ['CreateUser', 'DeleteUser'],
      off: expect.any(String),
    })
    expect(rules).toMatchObject([{ file: 'a.yml', line: 1, title: 'It is made up' }])
  })

  it.each([
    [
      'an unknown modifier',
      'a:\n  eventName|beginswith: X\ncondition: a',
      '8: eventName|beginswith: there is no modifier beginswith.',
    ],
    [
      'placeholders',
      'a:\n  eventName|expand: "%x%"\ncondition: a',
      '8: expand is not supported: a placeholder',
    ],
    [
      'aggregations',
      'a:\n  eventName: X\ncondition: a | count() by userIdentity.arn > 5',
      '9: | with count(), near or another',
    ],
    [
      'names that are not there',
      'a:\n  eventName: X\ncondition: a and filter',
      '9: there is no filter; there are a.',
    ],
    ['patterns without a match', 'a:\n  eventName: X\ncondition: 1 of sel*', '9: nothing is called sel*'],
    ['a bracket that is open', 'a:\n  eventName: X\ncondition: (a', '9: there is a ( without its ).'],
    ['look-behind', 'a:\n  eventName|re: "(?<=a)b"\ncondition: a', '8: eventName|re: look-around'],
    [
      'what nothing can meet',
      'a:\n  eventName: X\nb:\n  eventName: Y\ncondition: a and b',
      'No record can meet it',
    ],
    [
      'a lonely all',
      'a:\n  eventName|contains|all: X\ncondition: a',
      '8: eventName|contains|all: all is for a list',
    ],
    [
      'no network',
      'a:\n  sourceIPAddress|cidr: office\ncondition: a',
      '8: sourceIPAddress|cidr: office is no network.',
    ],
    ['no number', 'a:\n  x|gt: many\ncondition: a', '8: x|gt: gt needs a number.'],
    [
      'modifiers at odds',
      'a:\n  x|re|contains: y\ncondition: a',
      '8: x|re|contains: contains is for texts, not with re.',
    ],
    [
      'timeframes',
      'a:\n  eventName: X\ntimeframe: 5m\ncondition: a',
      '9: timeframe is no longer part of Sigma',
    ],
    ['no condition', 'a:\n  eventName: X', 'there is no condition.'],
  ])('are refused for %s', (_, detection, why) => {
    expect(problemOf(fileOf(detection))).toContain(why)
  })

  it('are refused for other logs, what is no rule, and what is no YAML, and the others run', () => {
    expect(problemOf(fileOf('a:\n  x: y\ncondition: a').replace('aws', 'windows'))).toContain(
      'product: windows',
    )
    expect(problemOf('just a text')).toContain('It is no Sigma rule')
    expect(problemOf('title: [')).toMatch(/^\d+: /)
    const good = fileOf('a:\n  eventName: Invoke\ncondition: a')
    const { detections, problems } = load(fileOf('a:\n  x|y: z\ncondition: a').replace('0001', '0002'), good)
    expect(detections).toHaveLength(1)
    expect(problems).toMatchObject([{ file: 'a.yml', line: 8 }])
    expect(load(good, good).problems[0]?.text).toContain('is in a.yml already')
  })
})
