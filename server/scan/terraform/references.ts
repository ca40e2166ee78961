import { asObject, asText, asTexts, isObject } from '#server/domain/json.ts'
import type { Home } from '#server/scan/template/home.ts'
import { type Naming, namingOf } from '#server/scan/template/resource-names.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { cloudFormationType, NAME_ATTRIBUTES } from './planned-types.ts'
import { policyOfExpressions } from './policy-expressions.ts'
import type { Plan, PlannedResource } from './read-plan.ts'

const MAX_HOPS = 20

/** The longest of the names that an expression refers to, where the others only lead to it. */
function soleReference(references: readonly string[]): string | undefined {
  const [longest] = references.toSorted((a, b) => b.length - a.length)
  if (longest === undefined) return undefined
  return references.every((one) => longest.startsWith(one)) ? longest : undefined
}

const plainName = (text: string) => text.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/-+$/, '')

/** Follows what a plan's expressions refer to, where the values themselves are known only when deployed. */
export class References {
  readonly #plan: Plan
  readonly #home: Home
  readonly #byLocal: ReadonlyMap<string, PlannedResource[]>
  readonly #namings = new Map<PlannedResource, Naming>()

  constructor(plan: Plan, home: Home) {
    this.#plan = plan
    this.#home = home
    this.#byLocal = Map.groupBy(plan.resources, ({ module, local }) => `${module}|${local}`)
  }

  expressionsOf({ module, local }: PlannedResource): Record<string, unknown> {
    return this.#plan.modules.get(module)?.resources.get(local) ?? {}
  }

  /** What an expression gives, seen from a resource; a text that stands for the unknown where it cannot be told. */
  valueOf(expression: unknown, from: PlannedResource): unknown {
    return this.#follow(expression, from.module, from, 0) ?? unknownText(nameOf(expression))
  }

  naming(resource: PlannedResource): Naming {
    const kept = this.#namings.get(resource)
    if (kept) return kept
    const { values, address, type } = resource
    const given = asText(values[NAME_ATTRIBUTES[type] ?? 'name'])
    const naming = namingOf(cloudFormationType(type), given ?? plainName(address), this.#home, {
      path: asText(values.path),
      bus: asText(values.event_bus_name),
      group: asText(values.group_name),
    })
    const arn = asText(values.arn) ?? naming.arn
    const named = { ...naming, ...(arn === undefined ? {} : { arn }) }
    this.#namings.set(resource, named)
    return named
  }

  #follow(expression: unknown, module: string, from: PlannedResource, hops: number): unknown {
    if (!isObject(expression) || hops > MAX_HOPS) return undefined
    if ('constant_value' in expression) return expression.constant_value
    const reference = soleReference(asTexts(expression.references))
    if (reference === undefined) return undefined
    const parts = reference.replace(/\[[^\]]*\]/g, '').split('.')
    if (parts[0] === 'var') return this.#variable(parts[1] ?? '', module, from, hops)
    if (parts[0] === 'module') return this.#output(parts, module, from, hops)
    if (parts[0] === 'data') return this.#data(parts, module, from)
    const [type = '', name = '', attribute = ''] = parts
    const target = this.#target(`${module}|${type}.${name}`, reference, from)
    return target && this.#attribute(target, attribute)
  }

  #variable(name: string, module: string, from: PlannedResource, hops: number): unknown {
    if (module === '') return asObject(this.#plan.variables[name]).value
    const at = module.lastIndexOf('module.')
    const parent = module.slice(0, at).replace(/\.$/, '')
    const call = this.#plan.modules.get(parent)?.calls.get(module.slice(at + 7))
    return this.#follow(call?.[name], parent, from, hops + 1)
  }

  #output(parts: string[], module: string, from: PlannedResource, hops: number): unknown {
    const inner = `${module === '' ? '' : `${module}.`}module.${parts[1]}`
    const output = asObject(this.#plan.modules.get(inner)?.outputs.get(parts[2] ?? ''))
    return this.#follow(output.expression, inner, from, hops + 1)
  }

  #data(parts: string[], module: string, from: PlannedResource): unknown {
    const [, type, name, attribute] = parts
    if (type === 'aws_caller_identity' && attribute === 'account_id') return this.#home.accountId
    if (type === 'aws_region' && (attribute === 'name' || attribute === 'region' || attribute === 'id'))
      return this.#home.region
    if (type === 'aws_partition' && attribute === 'partition') return this.#home.partition
    if (type !== 'aws_iam_policy_document') return undefined
    const expressions = this.#plan.modules.get(module)?.resources.get(`data.${type}.${name}`)
    return expressions && policyOfExpressions(expressions, (expression) => this.valueOf(expression, from))
  }

  /** The instance that is meant: the only one, the one of the index that is named, or the one of the same index. */
  #target(key: string, reference: string, from: PlannedResource): PlannedResource | undefined {
    const candidates = this.#byLocal.get(key) ?? []
    const named = /\["?([^\]"]*)"?\]/.exec(reference)?.[1]
    if (candidates.length === 1) return candidates[0]
    return (
      candidates.find(({ index }) => named !== undefined && String(index) === named) ??
      candidates.find(({ index }) => index !== undefined && index === from.index)
    )
  }

  #attribute(target: PlannedResource, attribute: string): unknown {
    const { values } = target
    const { region, accountId, partition } = this.#home
    const given = Object.hasOwn(values, attribute) ? values[attribute] : undefined
    if (given !== undefined && given !== null) return given
    const { name, arn, ref, attribute: attributeOf } = this.naming(target)
    switch (attribute) {
      case '':
      case 'id':
        return ref
      case 'arn':
      case 'qualified_arn':
        return arn
      case 'invoke_arn':
        return `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`
      // The rest of the path is not in the plan.
      case 'execution_arn':
        return `arn:${partition}:execute-api:${region}:${accountId}:${name}/*`
      case 'root_resource_id':
        return `${name}-root`
      case 'stream_arn':
        return attributeOf('StreamArn')
      case 'url':
        return attributeOf('QueueUrl')
      case 'dns_name':
        return attributeOf('DNSName')
      case 'repository_url':
        return attributeOf('RepositoryUri')
      case 'bucket_regional_domain_name':
        return attributeOf('RegionalDomainName')
      case 'key_id':
      case 'name':
      case 'function_name':
      case 'bucket':
        return name
      default:
        return undefined
    }
  }
}

function nameOf(expression: unknown): string {
  const [first] = isObject(expression) ? asTexts(expression.references) : []
  return first ?? 'expression'
}
