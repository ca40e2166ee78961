import type { EffectivePermissions, StatementRef } from '#server/domain/access/access.ts'
import { compileGlob, overlapsGlob } from '#server/domain/iam/glob.ts'
import { allowedResources } from '#server/domain/iam/may-perform.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'

/** How far a set of resources goes: all of a kind, some by a pattern, or named ones. */
export type Breadth = 'all' | 'pattern' | 'named'

export type Holding = {
  action: string
  resources: string[]
  breadth: Breadth
  conditional: boolean
  statements: StatementRef[]
}

/** What a principal holds, action by action, after Deny, boundary and SCPs. */
export class Holdings {
  readonly principal: PrincipalPolicies
  readonly #actions: Set<string>

  constructor(principal: PrincipalPolicies, permissions: EffectivePermissions) {
    this.principal = principal
    this.#actions = new Set(
      permissions.services.flatMap(({ levels }) =>
        levels.flatMap(({ actions }) => actions.map((action) => action.toLowerCase())),
      ),
    )
  }

  /** Null where it is not held on anything that the action can be about. */
  get(action: string): Holding | null {
    if (!this.#actions.has(action.toLowerCase())) return null
    const allowed = allowedResources(this.principal, action)
    const shape = compileGlob(shapeOf(action))
    const all = allowed?.resources ?? []
    const fitting = all.filter(
      (resource) => !resource.startsWith('arn:') || overlapsGlob(shape, compileGlob(plain(resource))),
    )
    const isOfIam = action.startsWith('iam:') || action.startsWith('sts:')
    const resources = fitting.length > 0 || isOfIam ? fitting : all
    if (!allowed || resources.length === 0) return null
    const { conditional, statements } = allowed
    return { action, resources, breadth: breadthOf(resources), conditional, statements }
  }

  /** All of them, or null where one is missing. */
  all(actions: readonly string[]): Holding[] | null {
    if (!actions.every((action) => this.#actions.has(action.toLowerCase()))) return null
    const found = actions.map((action) => this.get(action))
    return found.every((one) => one !== null) ? found : null
  }
}

/** `arn:… but arn:…` without its exceptions, variables taken for anything. */
const plain = (resource: string) => resource.replace(/ but .*$/, '').replace(/\$\{[^}]*\}/g, '*')

/** Other services' actions may be about things of another service: a session on an EC2 instance, a query of an RDS cluster. */
const SHAPES: readonly [RegExp, string][] = [
  [/^iam:\w*InstanceProfile$/i, 'arn:*:iam::*:instance-profile/*'],
  [/^(?:iam:(?:PassRole|UpdateAssumeRolePolicy|\w*Role\w*)|sts:AssumeRole)$/i, 'arn:*:iam::*:role/*'],
  [/^iam:(?:AddUserToGroup|\w*Group\w*)$/i, 'arn:*:iam::*:group/*'],
  [/^iam:(?:\w*User\w*|\w*AccessKey|\w*LoginProfile|\w*ServiceSpecificCredential)$/i, 'arn:*:iam::*:user/*'],
  [/^iam:\w*Policy(?:Version)?$/i, 'arn:*:iam::*:policy/*'],
]

function shapeOf(action: string): string {
  const named = SHAPES.find(([pattern]) => pattern.test(action))?.[1]
  return named ?? `arn:*:${action.split(':')[0]?.toLowerCase() ?? '*'}:*`
}

const ALL_OF_A_KIND = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:[a-z-]+[/:])?\*(?:[/:]\*)*$/i

/** What is inside of a named thing: a bucket's objects, a table's indexes, a log group's streams, a function's versions. */
const INSIDE: readonly [RegExp, string][] = [
  [/^(arn:[^:]*:s3:::[^/*?$]+)\/.*$/, '$1'],
  [/^(arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/[^/]+)\/(?:index|stream)\/.*$/, '$1'],
  [/^(arn:[^:]*:logs:[^:]*:[^:]*:log-group:[^:]+):.*$/, '$1'],
  [/^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+):.*$/, '$1'],
  [/^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^*?]+-)(?:\*|\?{6})$/, '$1'],
  [/^(arn:[^:]*:(?:states|kinesis|es):[^:]*:[^:]*:[^*?]+)[:/]\*$/, '$1'],
]

export function breadthOf(patterns: readonly string[]): Breadth {
  const resources = patterns.map((one) => {
    const inside = INSIDE.find(([pattern]) => pattern.test(one))
    return inside ? one.replace(inside[0], inside[1]) : one
  })
  const isAll = (one: string) => one === '*' || !one.startsWith('arn:') || ALL_OF_A_KIND.test(plain(one))
  if (resources.some(isAll)) return 'all'
  return resources.some((one) => /[*?$]/.test(one)) ? 'pattern' : 'named'
}
