import type { ActionTable } from '#server/domain/iam/action-table.ts'
import type { TodayStatement } from './today-statements.ts'

/** How a statement comes to grant an action: by all or part of its name, by its service's wildcard, or with everything. */
export type GrantWidth = 'named' | 'service' | 'everything'
export type GrantedAction = { name: string; width: GrantWidth; known: boolean }
export type Grant = {
  statement: TodayStatement
  /** By the action's name in lower case. */
  actions: ReadonlyMap<string, GrantedAction>
}

/** What the Allow statements grant, their wildcards expanded. Actions that the table lacks stay as they are written. */
export function grantedActions(statements: TodayStatement[], table: ActionTable): Grant[] {
  // Statements of the same actions share what they come to: "*" alone is some 20,000 of them.
  const expanded = new Map<string, ReadonlyMap<string, GrantedAction>>()
  return statements
    .filter((statement) => statement.effect === 'Allow')
    .map((statement) => {
      const key = JSON.stringify([statement.actions, statement.notActions])
      const actions = expanded.get(key) ?? actionsOf(statement, table)
      expanded.set(key, actions)
      return { statement, actions }
    })
}

function actionsOf(statement: TodayStatement, table: ActionTable): Map<string, GrantedAction> {
  const found = new Map<string, GrantedAction>()
  if (statement.notActions.length > 0) {
    const but = new Set(statement.notActions.flatMap((pattern) => table.expand(pattern)))
    for (const name of table.expand('*'))
      if (!but.has(name)) found.set(name.toLowerCase(), { name, width: 'everything', known: true })
    return found
  }
  for (const pattern of statement.actions) {
    const width = widthOf(pattern)
    const names = table.expand(pattern)
    const grants = names.length > 0 ? names : [pattern]
    for (const name of grants) {
      const before = found.get(name.toLowerCase())
      if (!before || width === 'named')
        found.set(name.toLowerCase(), { name, width, known: names.length > 0 })
    }
  }
  return found
}

function widthOf(pattern: string): GrantWidth {
  if (/^\**(?::\**)?$/.test(pattern)) return 'everything'
  return /^[^:*?]+:\*+$/.test(pattern) ? 'service' : 'named'
}

/** The IAM prefix of an action in lower case. */
export const serviceOf = (action: string): string => action.split(':')[0]?.toLowerCase() ?? ''

/** All that is granted, each action once, with the narrowest way in which it is. */
export function allGranted(grants: Grant[]): Map<string, GrantedAction> {
  const all = new Map<string, GrantedAction>()
  const rank = { named: 0, service: 1, everything: 2 }
  for (const { actions } of grants)
    for (const [key, one] of actions) {
      const before = all.get(key)
      if (!before || rank[one.width] < rank[before.width]) all.set(key, one)
    }
  return all
}
