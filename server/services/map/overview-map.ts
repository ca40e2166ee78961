import { TRIGGER_KINDS } from '#server/domain/triggers/trigger.ts'
import { InvalidInputError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope, type Scope } from '#server/services/scope/resolve-scope.ts'
import { allOf, queryRows, type Sql, sql } from '#server/store/sql.ts'
import { audienceNode } from './audience-nodes.ts'
import { addFunction, readFunctions } from './function-nodes.ts'
import { functionsLink, triggersLink } from './list-links.ts'
import { MapBuilder, reachLevelOf, riskLevelOf } from './map-builder.ts'
import { riskNode } from './risk-nodes.ts'
import type { EstateMap, MapQuery } from './schema.ts'
import { addTriggers, readTriggers } from './trigger-nodes.ts'

/** So many functions are shown one by one; more are grouped. */
const ONE_BY_ONE = 60
const MAX_GROUPS = 40

const GROUPS = {
  account: sql`f.account_id`,
  region: sql`f.region`,
  env: sql`coalesce(nullif(f.derived->>'env', ''), nullif(f.summary->>'env', ''), 'none')`,
  owner: sql`coalesce(nullif(f.derived->>'owner', ''), nullif(f.summary->>'owner', ''), 'none')`,
  reach: sql`coalesce(f.derived->>'reach', 'unknown')`,
  role: sql`coalesce(f.derived->>'roleLevel', 'unknown')`,
} satisfies Record<MapQuery['group'], Sql>
type GroupKey = keyof typeof GROUPS

/** What a group is cut into when it is opened: the first of these that is not chosen already. */
const NEXT: GroupKey[] = ['account', 'region', 'owner', 'env', 'reach', 'role']

type Within = { key: GroupKey; value: string }[]

function decoded(text: string): string | undefined {
  try {
    const value = decodeURIComponent(text)
    return value.includes('\0') ? undefined : value
  } catch {
    return undefined
  }
}

/** Reads `account=1111;region=eu-west-1`. @throws InvalidInputError */
function readWithin(text: string | undefined): Within {
  if (!text) return []
  return text.split(';').map((part) => {
    const cut = part.indexOf('=')
    const key = NEXT.find((one) => one === part.slice(0, cut))
    if (!key)
      throw new InvalidInputError('The group to open is not one of account, region, owner, env, reach, role.')
    const value = decoded(part.slice(cut + 1))
    if (value === undefined) throw new InvalidInputError('The name of the group to open cannot be read.')
    return { key, value }
  })
}

const writeWithin = (within: Within) =>
  within.map(({ key, value }) => `${key}=${encodeURIComponent(value)}`).join(';')

function functionCondition(scope: Scope, within: Within): Sql {
  return allOf([
    sql`f.deleted_at IS NULL`,
    ...(scope.accounts ? [sql`f.account_id = ANY(${scope.accounts}::text[])`] : []),
    ...(scope.regions ? [sql`f.region = ANY(${scope.regions}::text[])`] : []),
    ...(scope.envs ? [sql`${GROUPS.env} = ANY(${scope.envs}::text[])`] : []),
    ...within.map(({ key, value }) => sql`${GROUPS[key]} = ${value}`),
  ])
}

/** How many there are of each. */
function sums<T extends { count: string }>(rows: T[], of: (row: T) => string): Map<string, number> {
  const found = new Map<string, number>()
  for (const row of rows) found.set(of(row), (found.get(of(row)) ?? 0) + Number(row.count))
  return found
}

const triggersWord = (count: number) => (count === 1 ? '1 trigger' : `${count} triggers`)

type Count = { group: string; reach: string; role: string; count: string }
type TriggerCount = { group: string; kind: string; audience: string; live: boolean; count: string }

async function grouped(context: Context, key: GroupKey, where: Sql, within: Within): Promise<MapBuilder> {
  const { pool } = context.store
  const by = GROUPS[key]
  const [functions, triggers, names] = await Promise.all([
    queryRows<Count>(
      pool,
      sql`SELECT ${by} AS "group", coalesce(f.derived->>'reach', 'unknown') AS reach, coalesce(f.derived->>'roleLevel', 'unknown') AS role, count(*) AS count
        FROM resource f WHERE f.kind = 'function' AND ${where} GROUP BY 1, 2, 3`,
    ),
    queryRows<TriggerCount>(
      pool,
      sql`SELECT ${by} AS "group", t.kind, t.audience, bool_or(t.live) AS live, count(*) AS count
        FROM trigger t JOIN resource f ON f.id = t.resource_id WHERE t.gone_at IS NULL AND f.kind = 'function' AND ${where} GROUP BY 1, 2, 3`,
    ),
    accountNames(context),
  ])
  const map = new MapBuilder()
  const sorted = [...sums(functions, (row) => row.group)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const worst = (group: string) => {
    const levels = functions.filter((row) => row.group === group).map((row) => row.role)
    return ['critical', 'high', 'medium', 'low', 'unknown', 'info', 'none'].find((one) =>
      levels.includes(one),
    )
  }
  for (const [group, count] of sorted.slice(0, MAX_GROUPS))
    map.node({
      id: `group:${group}`,
      column: 'function',
      kind: 'functions',
      label: key === 'account' ? (names.get(group) ?? group) : group,
      sublabel: count === 1 ? '1 function' : `${count} functions`,
      count,
      expand: writeWithin([...within, { key, value: group }]),
      risk: riskLevelOf(worst(group)),
    })
  const rest = sorted.slice(MAX_GROUPS)
  if (rest.length > 0)
    map.leaveOut(
      `${rest.length} smaller groups with ${rest.reduce((sum, [, count]) => sum + count, 0)} functions`,
    )
  const inGroups = triggers.filter((row) => map.has(`group:${row.group}`))
  const byKind = sums(inGroups, (row) => row.kind)
  const byAudience = sums(inGroups, (row) => row.audience)
  for (const row of inGroups) {
    const id = `kind:${row.kind}`
    const kind = TRIGGER_KINDS.find((one) => one === row.kind) ?? row.kind
    const count = byKind.get(row.kind) ?? 0
    map.node({
      id,
      column: 'trigger',
      kind,
      label: kind,
      sublabel: triggersWord(count),
      count,
      href: triggersLink(within, { key: 'kind', value: row.kind }),
    })
    map.edge(id, `group:${row.group}`, '', Number(row.count), row.live)
    const all = byAudience.get(row.audience) ?? 0
    const audience = audienceNode(map, reachLevelOf(row.audience) ?? 'unknown', {
      sublabel: triggersWord(all),
      count: all,
      href: triggersLink(within, { key: 'audience', value: row.audience }),
    })
    map.edge(audience, id, '', Number(row.count))
  }
  const shown = functions.filter((row) => map.has(`group:${row.group}`))
  const byRole = sums(shown, (row) => row.role)
  for (const row of shown) {
    const href = functionsLink(within, { key: 'role', value: row.role })
    const id = riskNode(map, row.role, byRole.get(row.role) ?? 0, href)
    map.edge(`group:${row.group}`, id, '', Number(row.count))
  }
  return map
}

/** The estate, or one group of it: functions in groups while there are many, one by one when there are few. */
export async function overviewMap(context: Context, query: MapQuery): Promise<EstateMap> {
  const scope = resolveScope(context, query)
  const within = readWithin(query.within)
  const where = functionCondition(scope, within)
  const chosen = new Set(within.map(({ key }) => key))
  const first = chosen.has(query.group) ? undefined : query.group
  const key = first ?? NEXT.find((one) => !chosen.has(one))
  const names = await accountNames(context)
  const nameOf = ({ key: of, value }: Within[number]) => (of === 'account' ? names.get(value) : null) ?? value
  const title = within.length === 0 ? 'The estate' : within.map(nameOf).join(', ')
  const functions = await readFunctions(context, where, ONE_BY_ONE + 1)
  if (functions.length > ONE_BY_ONE && key) return (await grouped(context, key, where, within)).build(title)
  const map = new MapBuilder()
  for (const one of functions.slice(0, ONE_BY_ONE)) addFunction(map, one)
  if (functions.length > ONE_BY_ONE) map.leaveOut(`functions beyond the first ${ONE_BY_ONE}`)
  const ids = functions.map((one) => one.id)
  addTriggers(map, await readTriggers(context, sql`t.resource_id = ANY(${ids}::int[])`))
  const byRole = Map.groupBy(functions.slice(0, ONE_BY_ONE), (one) => one.role_level ?? 'unknown')
  for (const [level, of] of byRole) {
    const id = riskNode(map, level, of.length, functionsLink(within, { key: 'role', value: level }))
    for (const one of of) map.edge(`function:${one.id}`, id)
  }
  return map.build(title)
}
