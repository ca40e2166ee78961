import { asArray, asObject } from '#server/domain/json.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'

type Part = TemplateResource
/** A part belongs to every resource of the type that has one of its keys. */
type Fold = {
  of: string
  wholes: (whole: TemplateResource) => unknown[]
  parts: (part: Part) => unknown[]
  put: (whole: TemplateResource, part: Part) => void
}

const names = ({ name, arn, id }: TemplateResource) => [name, arn, id]

function push(whole: TemplateResource, property: string, value: unknown): void {
  whole.properties[property] = [...asArray(whole.properties[property]), value]
}

function put(property: string, from: string): Fold['put'] {
  return (whole, part) => {
    whole.properties[property] = part.properties[from]
  }
}

const by = (property: string) => ({ wholes: names, parts: (part: Part) => [part.properties[property]] })

/** Several properties as one key; none where one of them is not set. */
const together =
  (...properties: string[]) =>
  ({ properties: from }: TemplateResource) =>
    properties.some((name) => from[name] === undefined)
      ? []
      : [properties.map((name) => String(from[name])).join('\n')]

/** `path/METHOD` of Terraform; the settings of all methods are those of the star. */
function methodSettings(part: Part): unknown {
  const { MethodPath: path, RestApiId: _, StageName: __, ...settings } = part.properties
  const text = String(path)
  const at = text.lastIndexOf('/')
  return { ResourcePath: `/${text.slice(0, at)}`, HttpMethod: text.slice(at + 1), ...settings }
}

function notification(part: Part): unknown {
  const { Functions: functions, EventBridge: bridge } = part.properties
  return {
    LambdaConfigurations: asArray(functions).map((one) => {
      const { Events: events, ...rest } = asObject(one)
      return { ...rest, Event: events }
    }),
    ...(bridge === true ? { EventBridgeConfiguration: { EventBridgeEnabled: true } } : {}),
  }
}

/** What Terraform writes in resources of its own and CloudFormation in the resource that it is a part of. */
const FOLDS: Record<string, Fold[]> = {
  'Scan::ApiGateway::Integration': [
    {
      of: 'AWS::ApiGateway::Method',
      wholes: together('RestApiId', 'ResourceId', 'HttpMethod'),
      parts: together('RestApiId', 'ResourceId', 'HttpMethod'),
      put: put('Integration', 'Integration'),
    },
  ],
  'Scan::ApiGateway::MethodSettings': [
    {
      of: 'AWS::ApiGateway::Stage',
      wholes: together('RestApiId', 'StageName'),
      parts: together('RestApiId', 'StageName'),
      put: (stage, part) => push(stage, 'MethodSettings', methodSettings(part)),
    },
  ],
  'Scan::ApiGateway::Policy': [
    { of: 'AWS::ApiGateway::RestApi', ...by('RestApiId'), put: put('Policy', 'Policy') },
  ],
  'Scan::Events::Target': [
    {
      of: 'AWS::Events::Rule',
      ...by('Rule'),
      put: (rule, part) => push(rule, 'Targets', part.properties.Target),
    },
  ],
  'Scan::Events::BusPolicy': [
    { of: 'AWS::Events::EventBus', ...by('EventBusName'), put: put('Policy', 'Policy') },
  ],
  'Scan::ECR::Policy': [
    { of: 'AWS::ECR::Repository', ...by('Repository'), put: put('RepositoryPolicyText', 'Policy') },
  ],
  'Scan::IAM::Attachment': (['Roles', 'Users'] as const).map((list) => ({
    of: list === 'Roles' ? 'AWS::IAM::Role' : 'AWS::IAM::User',
    wholes: names,
    parts: (part) => asArray(part.properties[list]),
    put: (whole, part) => push(whole, 'ManagedPolicyArns', part.properties.PolicyArn),
  })),
  'Scan::Lambda::ProvisionedConcurrency': [
    {
      of: 'AWS::Lambda::Alias',
      wholes: together('FunctionName', 'Name'),
      parts: together('FunctionName', 'Qualifier'),
      put: (alias, part) => {
        alias.properties.ProvisionedConcurrencyConfig = part.properties
      },
    },
  ],
  'Scan::TargetGroup::Attachment': [
    {
      of: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      ...by('TargetGroupArn'),
      put: (group, part) => push(group, 'Targets', { Id: part.properties.Target }),
    },
  ],
  'Scan::S3::BucketNotification': [
    {
      of: 'AWS::S3::Bucket',
      ...by('Bucket'),
      put: (bucket, part) => {
        bucket.properties.NotificationConfiguration = notification(part)
      },
    },
  ],
  'Scan::S3::PublicAccessBlock': [
    {
      of: 'AWS::S3::Bucket',
      ...by('Bucket'),
      put: put('PublicAccessBlockConfiguration', 'Configuration'),
    },
  ],
  'Scan::SQS::Redrive': [
    {
      of: 'AWS::SQS::Queue',
      wholes: names,
      parts: (part) => [String(part.properties.Queue).split('/').pop()],
      put: put('RedrivePolicy', 'RedrivePolicy'),
    },
  ],
}

/** Puts parts where they belong; parts of resources that are not in the plan are left out. */
export function foldParts(resources: readonly TemplateResource[]): TemplateResource[] {
  const byType = Map.groupBy(resources, ({ type }) => type)
  for (const [type, folds] of Object.entries(FOLDS)) {
    const parts = byType.get(type) ?? []
    if (parts.length === 0) continue
    for (const { of, wholes, parts: keysOf, put: fold } of folds) {
      const index = new Map<unknown, Set<TemplateResource>>()
      for (const whole of byType.get(of) ?? [])
        for (const key of wholes(whole)) index.set(key, (index.get(key) ?? new Set()).add(whole))
      for (const part of parts)
        for (const key of new Set(keysOf(part))) for (const whole of index.get(key) ?? []) fold(whole, part)
    }
  }
  return resources.filter(({ type }) => !Object.hasOwn(FOLDS, type) && type !== 'Scan::IAM::Document')
}
