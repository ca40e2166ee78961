import { valueOr } from '#server/domain/field.ts'
import type { LoadBalancerRecord } from '#server/domain/records/load-balancer-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { functionTarget, homeOf } from './function-target.ts'
import { nameInApi } from './link-api.ts'
import type { LoadBalancerLink, SourceLink } from './source-link.ts'

type LinkBody = SourceLink extends infer L ? (L extends SourceLink ? Omit<L, 'qualifier'> : never) : never
/** A function as the source names it, and where it does. */
export type Naming = { target: string; link: LinkBody }

function nameInLoadBalancer(record: LoadBalancerRecord): Naming[] {
  const listeners = valueOr(record.listeners, [])
  return (valueOr(record.targets, []) ?? []).map(({ targetGroupArn, functionArn, health }) => {
    const rules: LoadBalancerLink['rules'] =
      listeners?.flatMap(({ port, protocol, rules: all }) =>
        all
          .filter((rule) => rule.targetGroupArns.includes(targetGroupArn))
          .map((rule) => ({ port, protocol, rule })),
      ) ?? null
    return { target: functionArn, link: { kind: 'elb', record, targetGroupArn, health, rules } }
  })
}

function namings(record: ResourceRecord): Naming[] {
  switch (record.kind) {
    case 'api':
      return nameInApi(record)
    case 'load-balancer':
      return nameInLoadBalancer(record)
    case 'distribution':
      return (valueOr(record.behaviours, []) ?? []).flatMap((behaviour) =>
        behaviour.functions.map(({ eventType, arn }) => ({
          target: arn,
          link: { kind: 'edge', record, behaviour, eventType },
        })),
      )
    case 'bucket':
      return (valueOr(record.notifications, []) ?? []).map((notification) => ({
        target: notification.functionArn,
        link: { kind: 'bucket', record, notification },
      }))
    case 'topic-subscription':
      return [{ target: record.functionArn, link: { kind: 'topic', record } }]
    case 'log-subscription':
      return [{ target: record.functionArn, link: { kind: 'logs', record } }]
    case 'event-rule':
      return (valueOr(record.targets, []) ?? []).map((target) => ({
        target: target.arn,
        link: { kind: 'rule', record, target },
      }))
    case 'schedule':
      return [{ target: valueOr<string>(record.targetArn, '') ?? '', link: { kind: 'schedule', record } }]
    case 'user-pool':
      return (valueOr(record.triggers, []) ?? []).map(({ trigger, functionArn }) => ({
        target: functionArn,
        link: { kind: 'user-pool', record, trigger },
      }))
    case 'state-machine':
      return (valueOr(record.calls, []) ?? []).map((call) => ({
        target: call.function,
        link: { kind: 'state-machine', record, call },
      }))
    case 'event-source-mapping': {
      const target = valueOr<string>(record.functionArn, '') || valueOr<string>(record.functionName, '')
      return [{ target: target ?? '', link: { kind: 'mapping', record } }]
    }
    default:
      return []
  }
}

/** All links of one source, each with the ARN (without qualifier) of the function that it names. */
export function linksOf(record: ResourceRecord): { functionArn: string; link: SourceLink }[] {
  const named = namings(record)
  if (named.length === 0) return []
  const home = homeOf(record)
  return named.flatMap(({ target, link }) => {
    const found = functionTarget(target, home)
    return found ? [{ functionArn: found.arn, link: { ...link, qualifier: found.qualifier } }] : []
  })
}
