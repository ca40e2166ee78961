import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFunctionConfiguration } from './read-function.ts'
import {
  readAlias,
  readEventInvokeConfig,
  readFunctionUrl,
  readProvisionedConcurrency,
  readVersion,
} from './read-function-side.ts'
import { fingerprintForTest } from './run-for-test.ts'

const ABSENT = { state: 'absent' }
const known = (value: unknown) => ({ state: 'known', value })
const FULL = {
  FunctionName: 'pay',
  FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:pay',
  Runtime: 'nodejs22.x',
  Role: 'arn:aws:iam::111122223333:role/pay',
  Handler: 'index.handler',
  CodeSize: 10,
  Description: '=cmd|calc <b>\u202ex\u0000',
  Timeout: 3,
  MemorySize: 128,
  LastModified: '2026-10-01T12:00:00.000+0000',
  CodeSha256: 'abc=',
  VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['b', 'a'], SecurityGroupIds: ['z', 'y'] },
  Environment: { Variables: { B: 'secret-b', A: 'secret-a' } },
  KMSKeyArn: 'arn:aws:kms:eu-west-1:1:key/k',
  Layers: [{ Arn: 'l2' }, { Arn: 'l1', New: 1 }],
  Architectures: ['x86_64', 'arm64'],
  EphemeralStorage: { Size: 512 },
  LoggingConfig: { LogFormat: 'JSON', LogGroup: '/aws/lambda/pay' },
}

describe('readFunctionConfiguration', () => {
  it('reads a configuration, sorts what has no order and keeps layers in theirs', () => {
    expect(readFunctionConfiguration(FULL, fingerprintForTest)).toMatchObject({
      runtime: known('nodejs22.x'),
      timeoutSeconds: known(3),
      lastModifiedAt: known('2026-10-01T12:00:00.000Z'),
      description: known('=cmd|calc <b>\u202ex\u0000'),
      vpc: known({ vpcId: 'vpc-1', subnetIds: ['a', 'b'], securityGroupIds: ['y', 'z'] }),
      environment: known({ names: ['A', 'B'], kmsKeyArn: 'arn:aws:kms:eu-west-1:1:key/k' }),
      layers: known(['l2', 'l1']),
      architectures: known(['arm64', 'x86_64']),
      logGroup: known('/aws/lambda/pay'),
      unknownFields: [],
    })
  })

  it('drops the values of environment variables, and keeps what they switch and where secrets stand', () => {
    const Variables = {
      B: 'value-b',
      DB_PASSWORD: 'Tr0ub4dor&3',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      DB_HOST: 'orders.cluster-abc123.eu-west-1.rds.amazonaws.com',
    }
    const read = readFunctionConfiguration({ ...FULL, Environment: { Variables } }, fingerprintForTest)
    const text = JSON.stringify(read)
    for (const value of ['value-b', 'Tr0ub4dor', 'cluster-abc123']) expect(text).not.toContain(value)
    expect(read.environment).toMatchObject({
      value: {
        secrets: [
          {
            where: 'DB_PASSWORD',
            detector: 'password',
            confidence: 'likely',
            fingerprint: fingerprintForTest('Tr0ub4dor&3'),
          },
        ],
        flags: [
          { name: 'DB_HOST', flag: 'database-endpoint' },
          { name: 'NODE_TLS_REJECT_UNAUTHORIZED', flag: 'tls-verification-off' },
        ],
      },
    })
  })

  it('keeps a description without the secret in it', () => {
    const Description = 'old: password=Tr0ub4dor&3 for orders'
    const { description } = readFunctionConfiguration({ ...FULL, Description }, fingerprintForTest)
    expect(description).toEqual(known('old: password=[assignment] for orders'))
  })

  it('says nothing of secrets where Lambda could not decrypt the environment', () => {
    const Environment = { Error: { ErrorCode: 'KMSAccessDenied' } }
    const { environment } = readFunctionConfiguration({ ...FULL, Environment }, fingerprintForTest)
    expect(environment).not.toHaveProperty('value.secrets')
  })

  it.each([
    ['a missing field', 'Runtime', undefined, 'runtime', ABSENT],
    ['a null', 'Runtime', null, 'runtime', ABSENT],
    ['an empty text', 'Description', '', 'description', ABSENT],
    ['an unknown runtime', 'Runtime', 'cobol99', 'runtime', known('cobol99')],
    ['an unknown state', 'State', 'Dreaming', 'state', known('Dreaming')],
    ['a number for text', 'Runtime', 5, 'runtime', { state: 'failed', reason: 'unreadable Runtime' }],
    [
      'text for a number',
      'Timeout',
      'soon',
      'timeoutSeconds',
      { state: 'failed', reason: 'unreadable Timeout' },
    ],
    ['text that is a number', 'Timeout', '7', 'timeoutSeconds', known(7)],
    ['a list for an object', 'VpcConfig', [], 'vpc', { state: 'failed', reason: 'unreadable VpcConfig' }],
    ['an empty VPC', 'VpcConfig', { VpcId: '', SubnetIds: [], SecurityGroupIds: [] }, 'vpc', ABSENT],
    ['a null in an object', 'DeadLetterConfig', { TargetArn: null }, 'deadLetterTargetArn', ABSENT],
    ['no variables', 'Environment', { Variables: {} }, 'environment', ABSENT],
    [
      'an environment that Lambda cannot decrypt',
      'Environment',
      { Error: { ErrorCode: 'AccessDenied', Message: 'x' } },
      'environment',
      known({ names: [], kmsKeyArn: FULL.KMSKeyArn, errorCode: 'AccessDenied' }),
    ],
    ['an empty list', 'Layers', [], 'layers', ABSENT],
    ['text for a list', 'Layers', 'all', 'layers', { state: 'failed', reason: 'unreadable Layers' }],
    ['nonsense in a list', 'Layers', [null, 1, {}, { Arn: 'l' }], 'layers', known(['l'])],
    ['a date that does not date', 'LastModified', 'yesterday', 'lastModifiedAt', known('yesterday')],
  ] as const)('makes of %s (%s = %j) %s', (_, name, value, field, expected) => {
    expect(readFunctionConfiguration({ ...FULL, [name]: value }, fingerprintForTest)[field]).toEqual(expected)
  })

  it('names fields that it does not know, also inside of others', () => {
    const strange = { ...FULL, Quantum: 1, VpcConfig: { ...FULL.VpcConfig, Mesh: true }, constructor: 1 }
    expect(readFunctionConfiguration(strange, fingerprintForTest).unknownFields).toEqual([
      'Quantum',
      'VpcConfig.Mesh',
      'constructor',
    ])
  })

  it('makes a record of any JSON', () => {
    const keys = fc.constantFrom(...Object.keys(FULL), 'Other', '__proto__')
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (configuration) => {
        const record = readFunctionConfiguration(configuration, fingerprintForTest)
        for (const [name, field] of Object.entries(record))
          if (name !== 'unknownFields') expect(field).toHaveProperty('state')
      }),
    )
  })
})

describe('what hangs on a function', () => {
  const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:pay'

  it('is read with its qualifier', () => {
    expect(
      readFunctionUrl({ FunctionArn: `${arn}:live`, FunctionUrl: 'https://x/', AuthType: 'NONE' }),
    ).toEqual({
      qualifier: 'live',
      url: 'https://x/',
      authType: 'NONE',
    })
    const config = { FunctionArn: `${arn}:$LATEST`, DestinationConfig: { OnFailure: { Destination: 'q' } } }
    expect(readEventInvokeConfig(config)).toEqual({ qualifier: '$LATEST', onFailure: 'q' })
    expect(
      readAlias({
        Name: 'live',
        FunctionVersion: '2',
        RoutingConfig: { AdditionalVersionWeights: { 3: 0.1, x: null } },
      }),
    ).toEqual({ name: 'live', functionVersion: '2', routing: { 3: 0.1 } })
    expect(readVersion({ Version: '$LATEST' })).toBeUndefined()
  })

  it('is read from any JSON without a throw', () => {
    const keys = fc.constantFrom(
      'FunctionArn',
      'Cors',
      'Name',
      'Version',
      'RoutingConfig',
      'DestinationConfig',
    )
    const item = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()))
    fc.assert(
      fc.property(item, (value) => {
        for (const read of [readFunctionUrl, readEventInvokeConfig, readAlias, readVersion]) read(value)
        expect(readProvisionedConcurrency(value)).toHaveProperty('requested')
      }),
    )
  })
})
