import type { LineEvidence } from '#server/domain/access/access.ts'
import type { ActionTable } from '#server/domain/iam/action-table.ts'
import type { BuiltPolicy } from './build-statements.ts'
import type { Grant } from './granted-actions.ts'
import { type Because, because, type Wants } from './wants.ts'

const MAX_NAMED = 12

/** A line for each action that stays and for each action of today's, as it is written there, that falls or shrinks. */
export function proposalLines(
  grants: Grant[],
  wants: Wants,
  built: BuiltPolicy,
  dropped: Map<string, Because>,
  table: ActionTable,
): LineEvidence[] {
  const kept = wants.all().flatMap((want): LineEvidence[] => {
    const resources = built.resources.get(want.action.toLowerCase())
    if (!resources) return []
    return [
      { action: want.action, resources, decision: want.decision, because: narrowingOf(want, resources) },
    ]
  })
  kept.sort((a, b) => (a.action < b.action ? -1 : 1))
  return [...kept, ...droppedLines(grants, built, dropped, table)]
}

function narrowingOf(want: ReturnType<Wants['all']>[number], resources: string[]): Because[] {
  const isNarrow = want.resources !== null && !resources.includes('*')
  if (!isNarrow || !want.because.some(({ source }) => source === 'event')) return want.because
  return [...want.because, because('event', 'every call of it that was seen names these resources')]
}

function droppedLines(
  grants: Grant[],
  built: BuiltPolicy,
  dropped: Map<string, Because>,
  table: ActionTable,
): LineEvidence[] {
  const lines = new Map<string, LineEvidence>()
  for (const { statement } of grants) {
    const patterns =
      statement.notActions.length > 0
        ? [
            {
              text: `everything but ${statement.notActions.join(', ')}`,
              actions: everythingBut(statement.notActions, table),
            },
          ]
        : statement.actions.map((text) => ({ text, actions: expanded(text, table) }))
    for (const { text, actions } of patterns) {
      const gone = actions.filter((action) => !built.resources.has(action.toLowerCase()))
      const resources =
        statement.notResources.length > 0
          ? [`everything but ${statement.notResources.join(', ')}`]
          : statement.resources
      const before = lines.get(text)
      if (before) before.resources = [...new Set([...before.resources, ...resources])]
      else if (gone.length > 0)
        lines.set(text, {
          action: text,
          resources,
          decision: 'drop',
          because: reasons(actions, gone, dropped),
        })
    }
  }
  return [...lines.values()].sort((a, b) => (a.action < b.action ? -1 : 1))
}

function reasons(actions: string[], gone: string[], dropped: Map<string, Because>): Because[] {
  const told = new Map<string, Because>()
  for (const action of gone) {
    const reason = dropped.get(action.toLowerCase())
    if (reason && told.size < MAX_NAMED) told.set(reason.text, reason)
  }
  const plain = gone.filter((action) => !dropped.has(action.toLowerCase()))
  if (plain.length === 0) return [...told.values()]
  const names = plain.length <= MAX_NAMED && actions.length > 1 ? `: ${plain.join(', ')}` : ''
  const text =
    actions.length === 1
      ? 'no call of it was seen in the window'
      : `no call of ${plain.length} of its ${actions.length} actions was seen in the window${names}`
  return [because('not observed', text), ...told.values()]
}

function expanded(pattern: string, table: ActionTable): string[] {
  const names = table.expand(pattern)
  return names.length > 0 ? names : [pattern]
}

function everythingBut(notActions: string[], table: ActionTable): string[] {
  const but = new Set(notActions.flatMap((pattern) => table.expand(pattern)))
  return table.expand('*').filter((action) => !but.has(action))
}
