import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { GetWebACLForResourceCommand } from '@aws-sdk/client-wafv2'
import { call } from '#server/aws/call.ts'
import { paginateAll } from '#server/aws/paginate.ts'
import { absent, type Field, failed, known } from '#server/domain/field.ts'
import { asArray, asObject, asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { Listener, LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { LOAD_BALANCER_OPERATIONS as OPERATIONS } from './load-balancer-operations.ts'
import { type Batches, readBatches } from './read-each.ts'
import { readText, unseen } from './read-field.ts'
import { listField, readList } from './read-list.ts'
import {
  LOAD_BALANCER,
  readListener,
  readLoadBalancer,
  readTagDescriptions,
  readTargets,
} from './read-load-balancer.ts'
import { unknownXmlMembers } from './unknown-xml-members.ts'

/** DescribeLoadBalancers and DescribeTags take so many ARNs a call. */
const ARNS_A_CALL = 20

type Targets = LoadBalancerRecord['targets']
type TargetGroups = { complete: boolean; arns: Set<string>; byBalancer: Map<string, string[]> }

/** Load balancers that have a function among their targets; where there is no such target group, nothing else is asked. */
export const loadBalancers = defineCollector<LoadBalancerRecord>({
  id: 'load-balancers',
  title: 'Load balancers',
  scope: 'region',
  kind: 'load-balancer',
  changedBy: ['elasticloadbalancing.amazonaws.com', 'wafv2.amazonaws.com'],
  onlyWithFunctions: true,
  operations: Object.values(OPERATIONS),
  async *collect(context): Batches<LoadBalancerRecord> {
    const groups = await readFunctionGroups(context)
    let { complete } = groups
    const arns = [...groups.byBalancer.keys()].sort()
    for (let from = 0; from < arns.length; from += ARNS_A_CALL) {
      const slice = arns.slice(from, from + ARNS_A_CALL)
      const unknown = new Map<string, string[]>()
      const listed = await paginateAll(context, {
        operation: OPERATIONS.loadBalancers,
        command: (Marker) => new DescribeLoadBalancersCommand({ LoadBalancerArns: slice, Marker }),
        items: 'LoadBalancers',
        token: 'NextMarker',
        emptyAllowed: true,
        element: 'DescribeLoadBalancersResult',
        onAnswer: ({ xml = '' }) => {
          for (const [arn, names] of unknownXmlMembers(
            xml,
            'LoadBalancers',
            'LoadBalancerArn',
            LOAD_BALANCER,
          ))
            unknown.set(arn, names)
        },
      })
      complete &&= listed.complete
      const found = listed.items
        .map(asObject)
        .filter(({ LoadBalancerArn }) => asText(LoadBalancerArn) !== undefined)
      if (found.length < listed.items.length) {
        const message = 'a load balancer has no ARN'
        context.report.addProblem(OPERATIONS.loadBalancers, {
          state: 'malformed',
          code: 'UnreadableItem',
          message,
        })
        complete = false
      }
      if (found.length === 0) continue
      const tagsOf = await readTags(
        context,
        found.map(({ LoadBalancerArn }) => String(LoadBalancerArn)),
      )
      yield* readBatches(context, found, async (item) => {
        const arn = String(item.LoadBalancerArn)
        return readOne(context, item, groups, { tags: tagsOf(arn), unknownFields: unknown.get(arn) ?? [] })
      })
    }
    return { complete }
  },
})

async function readFunctionGroups(context: CollectorContext): Promise<TargetGroups> {
  const { complete, items } = await paginateAll(context, {
    operation: OPERATIONS.targetGroups,
    command: (Marker) => new DescribeTargetGroupsCommand({ Marker, PageSize: 400 }),
    items: 'TargetGroups',
    token: 'NextMarker',
    emptyAllowed: true,
    element: 'DescribeTargetGroupsResult',
  })
  const groups: TargetGroups = { complete, arns: new Set(), byBalancer: new Map() }
  for (const { TargetType, TargetGroupArn, LoadBalancerArns } of items.map(asObject)) {
    const group = asText(TargetGroupArn)
    if (TargetType !== 'lambda' || group === undefined) continue
    groups.arns.add(group)
    for (const arn of new Set(asTexts(LoadBalancerArns)))
      groups.byBalancer.set(arn, [...(groups.byBalancer.get(arn) ?? []), group].sort())
  }
  return groups
}

async function readTags(
  context: CollectorContext,
  arns: string[],
): Promise<(arn: string) => LoadBalancerRecord['tags']> {
  const result = await call(context, OPERATIONS.tags, new DescribeTagsCommand({ ResourceArns: arns }))
  if (result.state !== 'ok') return () => unseen(result)
  if (!result.xml?.includes('DescribeTagsResult')) return () => failed('MalformedAnswer')
  const byArn = readTagDescriptions(asArray(asObject(result.output).TagDescriptions))
  return (arn) => {
    const tags = byArn.get(arn) ?? {}
    return Object.keys(tags).length === 0 ? absent() : known(tags)
  }
}

async function readOne(
  context: CollectorContext,
  item: JsonObject,
  groups: TargetGroups,
  side: Pick<LoadBalancerRecord, 'tags' | 'unknownFields'>,
): Promise<LoadBalancerRecord> {
  const arn = String(item.LoadBalancerArn)
  const name = asText(item.LoadBalancerName) ?? arn
  return {
    kind: 'load-balancer',
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    ...readLoadBalancer(item),
    listeners: await readListeners(context, arn, name, groups.arns),
    targets: await readFunctionTargets(context, groups.byBalancer.get(arn) ?? []),
    webAclArn: await readWebAcl(context, arn, name),
    ...side,
  }
}

async function readListeners(
  context: CollectorContext,
  LoadBalancerArn: string,
  resource: string,
  functionGroups: ReadonlySet<string>,
): Promise<Field<Listener[]>> {
  const listed = await readList(context, {
    operation: OPERATIONS.listeners,
    command: (Marker) => new DescribeListenersCommand({ LoadBalancerArn, Marker }),
    items: 'Listeners',
    token: 'NextMarker',
    emptyAllowed: true,
    element: 'DescribeListenersResult',
    options: { resource },
  })
  if (listed.state !== 'known') return listed
  const listeners: Listener[] = []
  for (const listener of listed.value) {
    const ListenerArn = asText(asObject(listener).ListenerArn)
    if (ListenerArn === undefined) return failed('a listener has no ARN')
    const rules = await readList(context, {
      operation: OPERATIONS.rules,
      command: (Marker) => new DescribeRulesCommand({ ListenerArn, Marker }),
      items: 'Rules',
      token: 'NextMarker',
      emptyAllowed: true,
      element: 'DescribeRulesResult',
      options: { resource },
    })
    if (rules.state === 'denied' || rules.state === 'failed') return rules
    if (rules.state === 'known') listeners.push(readListener(listener, rules.value, functionGroups))
  }
  return listField(listeners.sort((a, b) => (a.arn < b.arn ? -1 : 1)))
}

async function readFunctionTargets(context: CollectorContext, targetGroupArns: string[]): Promise<Targets> {
  const targets: Targets extends Field<infer T> ? T : never = []
  for (const TargetGroupArn of targetGroupArns) {
    const options = { resource: TargetGroupArn.split('/')[1] ?? TargetGroupArn }
    const command = new DescribeTargetHealthCommand({ TargetGroupArn })
    const result = await call(context, OPERATIONS.targetHealth, command, options)
    if (result.state === 'not-found') continue
    if (result.state !== 'ok') return unseen(result)
    if (!result.xml?.includes('DescribeTargetHealthResult')) return failed('MalformedAnswer')
    targets.push(...readTargets(TargetGroupArn, asArray(asObject(result.output).TargetHealthDescriptions)))
  }
  return listField(targets)
}

async function readWebAcl(
  context: CollectorContext,
  ResourceArn: string,
  resource: string,
): Promise<Field<string>> {
  const command = new GetWebACLForResourceCommand({ ResourceArn })
  const result = await call(context, OPERATIONS.webAcl, command, { resource })
  return result.state === 'ok' ? readText(asObject(asObject(result.output).WebACL), 'ARN') : unseen(result)
}
