import {
  ACCESS_LEVELS,
  type AccessLevel,
  type EffectivePermissions,
  type ServiceAccess,
  type StatementRef,
} from '#server/domain/access/access.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type ActionGroup, actionGroups } from './action-groups.ts'
import type { ActionTable, ServiceRange } from './action-table.ts'
import { statementRef } from './compiled-policy.ts'
import { type Grant, type Held, type HeldStatements, heldStatements, workOutGrant } from './grant.ts'
import type { PrincipalPolicies } from './principal-policies.ts'
import { compileFormats } from './resource-set.ts'
import { unknownActionGroups } from './unknown-actions.ts'
import { takesWholeService } from './whole-service.ts'

/** Actions by their number in the table; unknown ones by name. */
type Level = { indexes: number[]; unknown: string[]; grants: Set<Grant> }
type Service = { levels: Map<AccessLevel, Level>; lost: boolean }

/**
 * What a principal may do by its own policies: inline and attached ones, less Deny, boundary and SCPs, by service and
 * access level. An action stays where only part of its resources is taken away; the conditions then say which.
 * `lastUsedAt` and `use` are for others to fill in.
 */
export function effectivePermissions(principal: PrincipalPolicies, table: ActionTable): EffectivePermissions {
  const held = heldStatements(principal)
  const services = new Map<string, Service>()
  const partition = parseArn(principal.arn)?.partition ?? 'aws'
  let onEverything = 0
  for (const group of actionGroups(held, table)) {
    const formats = group.formats && compileFormats(group.formats, partition)
    const grant = workOutGrant(group.held, formats)
    if (typeof grant !== 'string' && grant.resources.includes('*')) onEverything += group.indexes.length
    if (grant !== 'none') addGroup(services, group, grant, table)
  }
  const unknown = unknownActionGroups(held, table)
  for (const { pattern, service, grant } of unknown) {
    levelIn(serviceIn(services, service), 'Unknown', grant).unknown.push(pattern)
  }
  const statements = new StatementList()
  return {
    admin: isAdmin(held) && onEverything * 2 > table.size,
    services: [...services]
      .filter(([, { levels }]) => levels.size > 0)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, found]) => serviceAccess(service, found, held, statements, table)),
    statements: statements.refs,
    unknownActions: unknown.map(({ pattern }) => pattern),
    unseen: [...principal.unseen],
  }
}

/** Every action on every resource without a condition, in the identity policies and in each guard. */
function isAdmin({ allows, guards }: HeldStatements): boolean {
  const isWhole = ({ certain, everywhere, statement }: Held) =>
    certain && everywhere && statement.actions.some(({ kind, text }) => kind === 'all' || text === '*:*')
  return [allows, ...guards].every((list) => list.some(isWhole))
}

function serviceIn(services: Map<string, Service>, name: string): Service {
  const service = services.get(name) ?? { levels: new Map<AccessLevel, Level>(), lost: false }
  services.set(name, service)
  return service
}

function levelIn(service: Service, level: AccessLevel, grant: Grant): Level {
  const found = service.levels.get(level) ?? { indexes: [], unknown: [], grants: new Set<Grant>() }
  service.levels.set(level, found)
  found.grants.add(grant)
  return found
}

function addGroup(
  services: Map<string, Service>,
  { indexes }: ActionGroup,
  grant: Grant | 'lost',
  table: ActionTable,
): void {
  let range: ServiceRange | undefined
  let service: Service | undefined
  for (const index of indexes) {
    if (!range || !service || index >= range.end) {
      range = table.serviceAt(index)
      service = serviceIn(services, range?.service ?? '')
    }
    if (grant === 'lost') service.lost = true
    else levelIn(service, table.levelAt(index), grant).indexes.push(index)
  }
}

/** Numbers the statements in the order in which they are first named. */
class StatementList {
  readonly refs: StatementRef[] = []
  readonly #numbers = new Map<Held, number>()

  numberOf(one: Held): number {
    const number = this.#numbers.get(one) ?? this.refs.push(statementRef(one.policy, one.statement.index)) - 1
    this.#numbers.set(one, number)
    return number
  }
}

function serviceAccess(
  service: string,
  { levels, lost }: Service,
  { allows }: HeldStatements,
  statements: StatementList,
  table: ActionTable,
): ServiceAccess {
  const counts = table.levelCounts(service)
  return {
    service,
    serviceName: table.serviceName(service),
    everyAction: !lost && counts.size > 0 && allows.some((one) => takesWholeService(one.statement, service)),
    levels: ACCESS_LEVELS.flatMap((level) => {
      const found = levels.get(level)
      if (!found) return []
      const grants = [...found.grants]
      const resources = [...new Set(grants.flatMap((grant) => grant.resources))]
      const numbers = new Set(
        grants.flatMap((grant) => grant.statements.map((one) => statements.numberOf(one))),
      )
      return {
        level,
        actions: [
          ...Array.from(Uint16Array.from(found.indexes).sort(), (index) => table.nameAt(index)),
          ...found.unknown,
        ],
        of: counts.get(level) ?? 0,
        resources,
        everyResource: resources.includes('*'),
        conditions: [...new Set(grants.flatMap((grant) => grant.conditions))],
        conditional: grants.some((grant) => grant.conditions.length > 0 && grant.partly) || undefined,
        statements: [...numbers].sort((a, b) => a - b),
      }
    }),
    lastUsedAt: null,
    use: 'unknown',
  }
}
