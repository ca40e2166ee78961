import { type Field, valueOr } from '#server/domain/field.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { Surroundings } from './surroundings.ts'

function plain(names: (string | undefined)[], record: ResourceRecord): string[] {
  const home = homeOf(record)
  const found = names.flatMap((text) => (text ? (functionTarget(text, home)?.arn ?? []) : []))
  return [...new Set(found)].sort()
}

const listOf = <T>(field: Field<T[]>): T[] => valueOr(field, []) ?? []

/** ARNs, without qualifier, of the functions that a fault of a resource is a fault of. Empty where none is known. */
export function functionsBehind(record: ResourceRecord, around: Surroundings): string[] {
  const mappings = (matches: (sourceArn: string) => boolean) =>
    listOf(around.all('event-source-mapping', record))
      .filter((one) => matches(valueOr(one.eventSourceArn, '') ?? ''))
      .map((one) => valueOr(one.functionArn, undefined))
  switch (record.kind) {
    case 'function':
      return [record.arn]
    case 'role':
      return listOf(around.functionsOfRole(record.arn)).map(({ arn }) => arn)
    case 'event-source-mapping':
      return plain([valueOr(record.functionArn, undefined)], record)
    case 'event-source':
      return plain(
        mappings((arn) => arn === record.arn),
        record,
      )
    case 'api':
      return plain(
        listOf(record.routes).map((route) => route.integration?.functionArn),
        record,
      )
    case 'load-balancer':
      return plain(
        listOf(record.targets).map((target) => target.functionArn),
        record,
      )
    case 'event-rule':
      return plain(
        listOf(record.targets).map((target) => target.arn),
        record,
      )
    case 'schedule':
      return plain([valueOr(record.targetArn, undefined)], record)
    case 'bucket':
      return plain(
        listOf(record.notifications).map((one) => one.functionArn),
        record,
      )
    case 'topic-subscription':
    case 'log-subscription':
      return plain([record.functionArn], record)
    case 'topic':
      return plain(
        listOf(around.all('topic-subscription', record))
          .filter((one) => one.topicArn === record.arn)
          .map((one) => one.functionArn),
        record,
      )
    case 'user-pool':
      return plain(
        listOf(record.triggers).map((one) => one.functionArn),
        record,
      )
    case 'state-machine':
      return plain(
        listOf(record.calls).map((one) => one.function),
        record,
      )
    case 'code-signing-config':
    case 'graphql-api':
      return plain(listOf(record.functionArns), record)
    case 'distribution':
      return plain(
        listOf(record.behaviours).flatMap((one) => one.functions.map(({ arn }) => arn)),
        record,
      )
    case 'log-group': {
      const named = record.name.startsWith('/aws/lambda/')
        ? record.name.slice('/aws/lambda/'.length)
        : undefined
      if (named !== undefined) {
        const own = functionTarget(named, homeOf(record))?.arn
        return own && around.find('function', own).state === 'known' ? [own] : []
      }
      return listOf(around.all('function', record))
        .filter((fn) => valueOr(fn.logGroup, undefined) === record.name)
        .map(({ arn }) => arn)
    }
    case 'layer':
      return listOf(around.all('function', record))
        .filter((fn) => listOf(fn.layers).some((layer) => layer.startsWith(`${record.arn}:`)))
        .map(({ arn }) => arn)
    case 'kms-key':
      return listOf(around.all('function', record))
        .filter((fn) => valueOr(fn.kmsKeyArn, undefined) === record.arn)
        .map(({ arn }) => arn)
    case 'vpc':
      return listOf(around.all('function', record))
        .filter((fn) => fn.vpc.state === 'known' && fn.vpc.value.vpcId === record.name)
        .map(({ arn }) => arn)
    case 'image-repository':
      return listOf(around.all('function', record))
        .filter((fn) => {
          const uri = valueOr(fn.imageUri, '') ?? ''
          return uri.startsWith(`${record.uri}:`) || uri.startsWith(`${record.uri}@`)
        })
        .map(({ arn }) => arn)
    case 'code-package':
      return record.ownerArn.includes(':function:') ? [record.ownerArn] : []
    case 'external-finding':
      return plain(record.resourceArns, record)
    default:
      return []
  }
}
