import { asObject, asText, isObject } from '#server/domain/json.ts'
import { placeOf } from '#server/scan/source/places.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { arnOf, type Expansion, type Origin, type Properties, pick, ref } from './expansion.ts'
import { managedPolicyArn } from './managed-policies.ts'
import { expandEvent, POLLED_SOURCES } from './sam-events.ts'
import { splitPolicies } from './sam-policies.ts'

const OF_LAMBDA = [
  'FunctionName',
  'Description',
  'Runtime',
  'PackageType',
  'Handler',
  'Architectures',
  'MemorySize',
  'EphemeralStorage',
  'Timeout',
  'Layers',
  'Environment',
  'VpcConfig',
  'KmsKeyArn',
  'SnapStart',
  'FileSystemConfigs',
  'LoggingConfig',
  'Tags',
  'ReservedConcurrentExecutions',
  'CodeSigningConfigArn',
  'RecursiveLoop',
  'ImageConfig',
  'RuntimeManagementConfig',
]

/** What runs of a function: the function itself, or the alias that SAM publishes. */
export type Target = { id: string; arn: unknown; alias?: string }

/** Makes of AWS::Serverless::Function what SAM makes of it: function, role, alias, URL, events with their permissions. */
export function expandFunction(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  const place = (key: string) => placeOf(properties, key) ?? origin.place
  const deadLetter = asObject(properties.DeadLetterQueue)
  const tracing = properties.Tracing
  to.emit(
    id,
    'AWS::Lambda::Function',
    {
      ...pick(properties, ...OF_LAMBDA),
      ...(tracing === undefined ? {} : { TracingConfig: { Mode: tracing } }),
      ...(deadLetter.TargetArn === undefined
        ? {}
        : { DeadLetterConfig: { TargetArn: deadLetter.TargetArn } }),
      Code: { ImageUri: properties.ImageUri },
      Role: properties.Role ?? arnOf(`${id}Role`),
    },
    origin,
  )
  if (properties.Role === undefined) emitRole(id, properties, origin, to)
  const target = emitAlias(id, properties, origin, to)
  if (isObject(properties.FunctionUrlConfig))
    emitUrl(id, properties.FunctionUrlConfig, target, { ...origin, place: place('FunctionUrlConfig') }, to)
  if (isObject(properties.EventInvokeConfig))
    to.emit(
      `${id}EventInvokeConfig`,
      'AWS::Lambda::EventInvokeConfig',
      { FunctionName: ref(id), Qualifier: target.alias ?? '$LATEST', ...properties.EventInvokeConfig },
      { ...origin, place: place('EventInvokeConfig') },
    )
  const events = asObject(properties.Events)
  for (const [name, event] of Object.entries(events)) {
    const own = asObject(asObject(event).Properties)
    expandEvent(
      { functionId: id, name, type: asText(asObject(event).Type) ?? '', properties: own, target },
      { ...origin, place: placeOf(events, name) ?? place('Events'), written: own },
      to,
    )
  }
}

function emitRole(id: string, properties: Properties, origin: Origin, to: Expansion): void {
  const { managed, inline, unknownTemplates } = splitPolicies(properties.Policies, `${id}Role`)
  for (const name of unknownTemplates)
    to.problems.add(
      'note',
      `The policy template ${name} of ${id} is not known: what it allows is unknown.`,
      origin.place,
    )
  const types = new Set(
    Object.values(asObject(properties.Events)).map((event) => asText(asObject(event).Type)),
  )
  const polled = Object.entries(POLLED_SOURCES).flatMap(([type, { policy }]) =>
    types.has(type) && policy ? [policy] : [],
  )
  const names = [
    'AWSLambdaBasicExecutionRole',
    ...(properties.VpcConfig === undefined ? [] : ['AWSLambdaVPCAccessExecutionRole']),
    ...(properties.Tracing === 'Active' ? ['AWSXRayDaemonWriteAccess'] : []),
    ...polled,
  ]
  const deadLetter = asObject(properties.DeadLetterQueue)
  const toDeadLetter =
    deadLetter.TargetArn === undefined
      ? []
      : [
          {
            PolicyName: 'DeadLetterQueuePolicy',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: deadLetter.Type === 'SNS' ? 'sns:Publish' : 'sqs:SendMessage',
                  Resource: deadLetter.TargetArn,
                },
              ],
            },
          },
        ]
  to.emit(
    `${id}Role`,
    'AWS::IAM::Role',
    {
      AssumeRolePolicyDocument: properties.AssumeRolePolicyDocument ?? trustOf('lambda.amazonaws.com'),
      ManagedPolicyArns: [...new Set([...names.map(managedPolicyArn), ...managed])],
      Policies: [...inline, ...toDeadLetter],
      ...pick(properties, 'PermissionsBoundary', ['RolePath', 'Path'], 'Tags'),
    },
    origin,
  )
}

export function trustOf(service: string): Properties {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
  }
}

function emitAlias(id: string, properties: Properties, origin: Origin, to: Expansion): Target {
  const given = properties.AutoPublishAlias
  if (given === undefined) return { id, arn: arnOf(id) }
  const alias = typeof given === 'string' ? given : 'alias'
  const aliasId = `${id}Alias${alias.replace(/\W/g, '')}`
  to.emit(`${id}Version`, 'AWS::Lambda::Version', { FunctionName: ref(id) }, origin)
  to.emit(
    aliasId,
    'AWS::Lambda::Alias',
    {
      FunctionName: ref(id),
      Name: given,
      FunctionVersion: '1',
      ...pick(properties, 'ProvisionedConcurrencyConfig'),
    },
    origin,
  )
  return { id: aliasId, arn: ref(aliasId), alias }
}

function emitUrl(id: string, config: Properties, target: Target, origin: Origin, to: Expansion): void {
  const written = { ...origin, written: config }
  to.emit(
    `${id}Url`,
    'AWS::Lambda::Url',
    {
      TargetFunctionArn: ref(id),
      ...(target.alias ? { Qualifier: target.alias } : {}),
      ...pick(config, 'AuthType', 'Cors', 'InvokeMode'),
    },
    written,
  )
  const { AuthType: authType } = config
  if (authType === 'AWS_IAM') return
  // An AuthType that is not known yet may bring the public permission or not.
  const Principal = authType === 'NONE' ? '*' : unknownText('AuthType')
  to.emit(
    `${id}UrlPublicPermissions`,
    'AWS::Lambda::Permission',
    { FunctionName: target.arn, Action: 'lambda:InvokeFunctionUrl', Principal, FunctionUrlAuthType: 'NONE' },
    written,
  )
  to.emit(
    `${id}URLInvokeAllowPublicAccess`,
    'AWS::Lambda::Permission',
    { FunctionName: target.arn, Action: 'lambda:InvokeFunction', Principal, InvokedViaFunctionUrl: true },
    written,
  )
}
