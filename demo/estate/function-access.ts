import type { Account, EventInvokeSpec, MappingSpec, Statement, UrlSpec } from './model.ts'
import { type Chance, hexFrom, uuidFrom } from './prng.ts'

type Place = {
  account: Account
  region: string
  name: string
  arn: string
  service: string
  verb: string
  createdMs: number
}

const day = 86_400_000

export function makeUrl(chance: Chance, { verb, createdMs, account }: Place): UrlSpec | undefined {
  if (!chance.chance(verb === 'webhook' ? 0.45 : verb === 'api' ? 0.15 : 0.01)) return undefined
  const open = verb === 'webhook' && chance.chance(account.env === 'prod' ? 0.12 : 0.3)
  return {
    authType: open ? 'NONE' : 'AWS_IAM',
    invokeMode: chance.chance(0.1) ? 'RESPONSE_STREAM' : 'BUFFERED',
    createdMs: createdMs + day,
    ...(chance.chance(0.5)
      ? {
          cors: {
            AllowCredentials: chance.chance(0.3),
            AllowHeaders: ['content-type', 'authorization'],
            AllowMethods: ['GET', 'POST'],
            AllowOrigins: [chance.chance(0.3) ? '*' : 'https://www.shop.example'],
            MaxAge: 600,
          },
        }
      : {}),
  }
}

const grant = (sid: string, service: string, arn: string, condition?: Statement['Condition']): Statement => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: { Service: `${service}.amazonaws.com` },
  Action: 'lambda:InvokeFunction',
  Resource: arn,
  ...(condition ? { Condition: condition } : {}),
})

/** Resource policy statements, as the services' own consoles and tools write them. */
export function makeStatements(chance: Chance, place: Place, url: UrlSpec | undefined): Statement[] {
  const { account, region, arn, service, verb, name } = place
  const statements: Statement[] = []
  if (['api', 'authorizer', 'webhook'].includes(verb) && !url) {
    const api = hexFrom(10, account.id, region, service).replace(/[0-9]/g, 'k')
    const route = verb === 'authorizer' ? `authorizers/${hexFrom(6, name)}` : '*/*/v1/*'
    statements.push(
      grant(`apigateway-${hexFrom(8, name)}`, 'apigateway', arn, {
        ArnLike: { 'AWS:SourceArn': `arn:aws:execute-api:${region}:${account.id}:${api}/${route}` },
      }),
    )
  }
  if (verb === 'on-upload') {
    const away = region === account.regions[0] ? '' : `-${region}`
    const condition: Statement['Condition'] = {
      ArnLike: { 'AWS:SourceArn': `arn:aws:s3:::${account.name}-${service}-uploads${away}` },
    }
    if (chance.chance(0.75)) condition.StringEquals = { 'AWS:SourceAccount': account.id }
    statements.push(grant(`s3-${hexFrom(8, name)}`, 's3', arn, condition))
  }
  if (verb === 'notify' || (verb === 'on-event' && chance.chance(0.4))) {
    statements.push(
      grant(`sns-${service}`, 'sns', arn, {
        ArnLike: { 'AWS:SourceArn': `arn:aws:sns:${region}:${account.id}:${service}-events` },
      }),
    )
  }
  if (['nightly', 'cleanup', 'sync', 'export', 'on-event'].includes(verb)) {
    statements.push(
      grant(`events-${name}`.slice(0, 60), 'events', arn, {
        ArnLike: { 'AWS:SourceArn': `arn:aws:events:${region}:${account.id}:rule/${name}-schedule` },
      }),
    )
  }
  if (url?.authType === 'NONE') statements.push(...openUrlStatements(arn))
  if (chance.chance(0.02)) {
    statements.push({
      Sid: 'partner-invoke',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::999900001111:root' },
      Action: 'lambda:InvokeFunction',
      Resource: arn,
    })
  }
  if (chance.chance(0.01)) statements.push(grant('s3-any-account', 's3', arn))
  return statements
}

/** The two statements that make a function URL without authorization reachable (both are needed since October 2025). */
export function openUrlStatements(arn: string): Statement[] {
  const open = { Effect: 'Allow' as const, Principal: '*', Resource: arn }
  return [
    {
      Sid: 'FunctionURLAllowPublicAccess',
      ...open,
      Action: 'lambda:InvokeFunctionUrl',
      Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
    },
    {
      Sid: 'FunctionURLAllowInvokeAction',
      ...open,
      Action: 'lambda:InvokeFunction',
      Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
    },
  ]
}

export function makeEventInvoke(chance: Chance, place: Place): EventInvokeSpec | undefined {
  if (!['on-upload', 'on-event', 'notify'].includes(place.verb) || !chance.chance(0.35)) return undefined
  const { region, account, service } = place
  return {
    maximumRetryAttempts: chance.int(0, 2),
    maximumEventAgeSeconds: chance.pick([3600, 10_800, 21_600]),
    modifiedMs: place.createdMs + 2 * day,
    ...(chance.chance(0.6) ? { onFailureArn: `arn:aws:sqs:${region}:${account.id}:${service}-failed` } : {}),
    ...(chance.chance(0.15)
      ? { onSuccessArn: `arn:aws:events:${region}:${account.id}:event-bus/${service}` }
      : {}),
  }
}

export function makeMappings(chance: Chance, place: Place): MappingSpec[] {
  const { account, region, service, verb, name, arn } = place
  const base = {
    uuid: uuidFrom('mapping', arn),
    functionArn: arn,
    modifiedMs: place.createdMs + 3600_000,
    state: chance.chance(0.06) ? 'Disabled' : 'Enabled',
    bisect: chance.chance(0.4),
  }
  if (verb === 'worker') {
    return [
      {
        ...base,
        kind: 'sqs',
        sourceArn: `arn:aws:sqs:${region}:${account.id}:${name}-queue`,
        batchSize: chance.pick([1, 5, 10]),
        ...(chance.chance(0.2) ? { maximumConcurrency: chance.int(2, 20) } : {}),
        ...(chance.chance(0.15) ? { filter: '{"body":{"type":["order.created"]}}' } : {}),
      },
    ]
  }
  if (verb !== 'stream') return []
  const failure = chance.chance(0.5)
    ? { onFailureArn: `arn:aws:sqs:${region}:${account.id}:${service}-stream-failed` }
    : {}
  const limits = chance.chance(0.5) ? { maximumRetryAttempts: 3, maximumRecordAgeSeconds: 3600 } : {}
  const kinesis = chance.chance(0.5)
  return [
    {
      ...base,
      ...failure,
      ...limits,
      kind: kinesis ? 'kinesis' : 'dynamodb',
      sourceArn: kinesis
        ? `arn:aws:kinesis:${region}:${account.id}:stream/${service}`
        : `arn:aws:dynamodb:${region}:${account.id}:table/${service}-${account.env}/stream/2025-03-01T00:00:00.000`,
      batchSize: 100,
    },
  ]
}
