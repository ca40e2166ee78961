import { type ActionCoverage, actionCoverage, unionOf } from './action-coverage.ts'
import type { ActionTable } from './action-table.ts'
import type { Held, HeldStatements } from './grant.ts'

/** Actions that the same statements take in and, where resources matter, that can be about the same resources. */
export type ActionGroup = { indexes: number[]; held: HeldStatements; formats: readonly string[] | null }

type Slot = { one: Held; coverage: ActionCoverage; place: 'allows' | 'denies' | number }

/** The actions that some Allow takes in, by what decides them, so that each question is worked out once. */
export function actionGroups(held: HeldStatements, table: ActionTable): ActionGroup[] {
  const slots = slotsOf(held, table)
  const always = slots.filter(({ coverage }) => coverage.isWhole)
  const narrow = slots.filter(({ one, coverage }) => !one.everywhere && !coverage.isWhole)
  const wide = slots.filter(({ one, coverage }) => one.everywhere && !coverage.isWhole)
  const isAlwaysNarrow = always.some(({ one }) => !one.everywhere)
  const indexes = unionOf(slots.flatMap(({ place, coverage }) => (place === 'allows' ? [coverage] : [])))
  const signatures = signaturesOf(indexes, [...narrow, ...wide])
  const groups = new Map<string, ActionGroup>()
  indexes.forEach((index, position) => {
    const signature = signatures[position] ?? ''
    const isNarrow = isAlwaysNarrow || (signature !== '' && signature.charCodeAt(0) < narrow.length)
    const key = isNarrow ? `${table.formatsIdAt(index)}:${signature}` : signature
    const group = groups.get(key)
    if (group) group.indexes.push(index)
    else {
      const met = [...always, ...[...narrow, ...wide].filter(({ coverage }) => coverage.has(index))]
      const formats = isNarrow ? table.formatsAt(index) : null
      groups.set(key, { indexes: [index], formats, held: heldIn(met, held.guards.length) })
    }
  })
  return [...groups.values()]
}

/** For each action the slots that take it in, a character each. */
function signaturesOf(indexes: Uint16Array, slots: Slot[]): string[] {
  const signatures = new Array<string>(indexes.length).fill('')
  slots.forEach(({ coverage }, slot) => {
    const character = String.fromCharCode(slot)
    for (const position of coverage.positionsIn(indexes)) signatures[position] += character
  })
  return signatures
}

function slotsOf({ allows, denies, guards }: HeldStatements, table: ActionTable): Slot[] {
  const slot = (one: Held, place: Slot['place']) => ({
    one,
    place,
    coverage: actionCoverage(one.statement, table),
  })
  return [
    ...allows.map((one) => slot(one, 'allows')),
    ...denies.map((one) => slot(one, 'denies')),
    ...guards.flatMap((guard, i) => guard.map((one) => slot(one, i))),
  ]
}

function heldIn(slots: Slot[], guards: number): HeldStatements {
  const at = (place: Slot['place']) => slots.flatMap((slot) => (slot.place === place ? [slot.one] : []))
  return {
    allows: at('allows'),
    denies: at('denies'),
    guards: Array.from({ length: guards }, (_, i) => at(i)),
  }
}
