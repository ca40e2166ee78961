import type { ActionTable } from './action-table.ts'
import { coversGlob, type Glob, overlapsGlob } from './glob.ts'
import { type Grant, type Held, type HeldStatements, workOutGrant } from './grant.ts'

export type UnknownAction = { pattern: string; service: string; grant: Grant }

/** Actions of Allow statements that the table does not know, as they are written, with what they come to. */
export function unknownActionGroups(held: HeldStatements, table: ActionTable): UnknownAction[] {
  const found = new Map<string, UnknownAction>()
  for (const { statement } of held.allows) {
    for (const action of statement.actions) {
      const key = action.text.toLowerCase()
      if (found.has(key) || table.indexesOf(action.text).length > 0) continue
      const takesIn = (one: Held) => takesInPattern(one, action)
      const grant = workOutGrant(
        {
          allows: held.allows.filter(takesIn),
          denies: held.denies.filter(takesIn),
          guards: held.guards.map((guard) => guard.filter(takesIn)),
        },
        null,
      )
      if (typeof grant === 'string') continue
      const [service = key] = key.split(':')
      found.set(key, { pattern: action.text, service, grant })
    }
  }
  return [...found.values()]
}

function takesInPattern({ statement: { actions, notActions } }: Held, pattern: Glob): boolean {
  if (notActions.length > 0) return !notActions.some((glob) => overlapsGlob(glob, pattern))
  return actions.some((glob) => coversGlob(glob, pattern))
}
