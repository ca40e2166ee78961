import { absent, known } from '#server/domain/field.ts'
import { asObject, isObject } from '#server/domain/json.ts'
import type {
  DistributionBehaviour,
  DistributionOrigin,
  DistributionRecord,
} from '#server/domain/records/distribution-record.ts'
import type {
  Listener,
  ListenerRule,
  LoadBalancerRecord,
} from '#server/domain/records/load-balancer-record.ts'
import type { StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import { stateMachineCalls } from '#server/domain/state-machine-calls.ts'
import { globalHome, recordHome } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { isUnknownText, withPlaceholders } from '#server/scan/template/unknown.ts'
import {
  asCount,
  asFlag,
  listIn,
  notYet,
  type Properties,
  plainText,
  readFlag,
  readTags,
  readText,
  readTexts,
  textIn,
} from './readers.ts'
import type { Mapped, Stack } from './stack.ts'
import { webAclOf } from './web-acl-of.ts'

const SUBSTITUTION = /\$\{([A-Za-z0-9_]+)\}/g

/** The definition with its substitutions put in, as JSON; undefined where it is in a file elsewhere. */
function definitionOf({ properties: from }: TemplateResource): string | undefined {
  const given = from.Definition ?? from.DefinitionString
  const text = isObject(given) ? JSON.stringify(given) : given
  if (typeof text !== 'string' || text === '') return undefined
  const substitutions = asObject(from.DefinitionSubstitutions)
  const filled = text.replace(SUBSTITUTION, (whole, name: string) =>
    Object.hasOwn(substitutions, name) ? JSON.stringify(textIn(substitutions[name])).slice(1, -1) : whole,
  )
  return withPlaceholders(filled)
}

export function mapStateMachines(stack: Stack): Mapped[] {
  return stack.of('AWS::StepFunctions::StateMachine').map((of) => {
    const definition = definitionOf(of)
    const record: StateMachineRecord = {
      kind: 'state-machine',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      type: readText(of.properties, 'StateMachineType', 'STANDARD'),
      status: known('ACTIVE'),
      roleArn: readText(of.properties, 'RoleArn'),
      calls: definition === undefined ? notYet() : stateMachineCalls(definition),
    }
    return { record, of }
  })
}

const isForward = (action: Properties) => textIn(action.Type) === 'forward'

function targetGroups(actions: unknown): string[] {
  return listIn(actions)
    .map(asObject)
    .filter(isForward)
    .flatMap((action) => [
      ...(action.TargetGroupArn === undefined ? [] : [textIn(action.TargetGroupArn)]),
      ...listIn(asObject(action.ForwardConfig).TargetGroups).map((group) =>
        textIn(asObject(group).TargetGroupArn),
      ),
    ])
}

const authenticates = (actions: unknown) =>
  listIn(actions).some((action) => textIn(asObject(action).Type).startsWith('authenticate-'))

function conditionWords(condition: unknown): string {
  const from = asObject(condition)
  const field = textIn(from.Field).replace('-pattern', '').replace('-header', '')
  const config = Object.entries(from).find(([key]) => key.endsWith('Config'))?.[1]
  const values = listIn(from.Values ?? asObject(config).Values).map(textIn)
  return `${field} ${values.join(', ')}`.trim()
}

function readListener(of: TemplateResource, stack: Stack): Listener {
  const byDefault: ListenerRule = {
    priority: 'default',
    conditions: [],
    targetGroupArns: targetGroups(of.properties.DefaultActions),
    authenticates: authenticates(of.properties.DefaultActions),
  }
  const rules = stack.naming('AWS::ElasticLoadBalancingV2::ListenerRule', 'ListenerArn', [of.arn]).map(
    ({ properties: from }): ListenerRule => ({
      priority: textIn(from.Priority),
      conditions: listIn(from.Conditions).map(conditionWords),
      targetGroupArns: targetGroups(from.Actions),
      authenticates: authenticates(from.Actions),
    }),
  )
  return {
    arn: of.arn,
    port: asCount(of.properties.Port) ?? 0,
    protocol: textIn(of.properties.Protocol),
    rules: [...rules, byDefault],
  }
}

/** Load balancers with functions among their targets. */
export function mapLoadBalancers(stack: Stack): Mapped[] {
  const groups = new Map(
    stack
      .of('AWS::ElasticLoadBalancingV2::TargetGroup')
      .filter(({ properties }) => properties.TargetType === 'lambda')
      .map((group) => [group.arn, group]),
  )
  return stack.of('AWS::ElasticLoadBalancingV2::LoadBalancer').flatMap((of) => {
    const own = stack.naming('AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn', [of.arn])
    const listeners = own.map((listener) => readListener(listener, stack))
    const used = new Set(listeners.flatMap(({ rules }) => rules.flatMap((rule) => rule.targetGroupArns)))
    const targets = [...used].flatMap((targetGroupArn) =>
      listIn(groups.get(targetGroupArn)?.properties.Targets).map((target) => ({
        targetGroupArn,
        functionArn: textIn(asObject(target).Id),
      })),
    )
    if (targets.length === 0) return []
    const acl = webAclOf(stack, of.arn).webAclArn
    const record: LoadBalancerRecord = {
      kind: 'load-balancer',
      ...recordHome(stack.home),
      arn: of.arn,
      name: of.name,
      dnsName: `${of.name}.${stack.home.region}.elb.amazonaws.com`,
      scheme: readText(of.properties, 'Scheme', 'internet-facing'),
      type: readText(of.properties, 'Type', 'application'),
      state: known('active'),
      vpcId: notYet(),
      securityGroupIds: readTexts(of.properties, 'SecurityGroups'),
      listeners: known(listeners),
      targets: known(targets),
      webAclArn: acl ? known(acl) : absent(),
      tags: readTags(of.properties),
    }
    return [{ record, of, also: own }]
  })
}

export function mapDistributions(stack: Stack): Mapped[] {
  return stack.of('AWS::CloudFront::Distribution').map((of) => {
    const from = asObject(of.properties.DistributionConfig)
    const behaviours = [
      { PathPattern: '*', ...asObject(from.DefaultCacheBehavior) },
      ...listIn(from.CacheBehaviors).map(asObject),
    ]
    const record: DistributionRecord = {
      kind: 'distribution',
      ...globalHome(stack.home),
      arn: of.arn,
      name: of.id,
      domainName: `${of.id.toLowerCase()}.cloudfront.net`,
      aliases: readTexts(from, 'Aliases'),
      enabled: readFlag(from, 'Enabled'),
      status: known('Deployed'),
      webAclArn: readText(from, 'WebACLId'),
      origins: isUnknownText(from.Origins)
        ? notYet()
        : known(listIn(from.Origins).map((origin) => readOrigin(asObject(origin)))),
      behaviours: known(behaviours.map(readBehaviour)),
      comment: readText(from, 'Comment'),
    }
    return { record, of }
  })
}

function readOrigin(from: Properties): DistributionOrigin {
  const control = plainText(from.OriginAccessControlId) ?? textIn(from.OriginAccessControlId)
  return {
    id: textIn(from.Id),
    domainName: textIn(from.DomainName),
    path: textIn(from.OriginPath),
    ...(control ? { originAccessControlId: control } : {}),
    customHeaderNames: listIn(from.OriginCustomHeaders).map((header) => textIn(asObject(header).HeaderName)),
  }
}

function readBehaviour(from: Properties): DistributionBehaviour {
  const functions = listIn(from.LambdaFunctionAssociations).map((one) => {
    const { EventType: event, LambdaFunctionARN: arn, IncludeBody: body } = asObject(one)
    return { eventType: textIn(event), arn: textIn(arn), includesBody: asFlag(body ?? false) === true }
  })
  return {
    pathPattern: textIn(from.PathPattern),
    originId: textIn(from.TargetOriginId),
    viewerProtocolPolicy: textIn(from.ViewerProtocolPolicy),
    allowedMethods:
      from.AllowedMethods === undefined ? ['GET', 'HEAD'] : listIn(from.AllowedMethods).map(textIn),
    restrictsViewers: [...listIn(from.TrustedKeyGroups), ...listIn(from.TrustedSigners)].length > 0,
    functions,
  }
}
