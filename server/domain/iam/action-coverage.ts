import type { ActionTable } from './action-table.ts'
import type { CompiledStatement } from './compiled-policy.ts'

const FEW = 16

/** The actions of the table that a statement takes in. */
export class ActionCoverage {
  readonly indexes: Uint16Array
  readonly #bits: Uint8Array | undefined

  constructor(indexes: Uint16Array, size: number) {
    this.indexes = indexes
    if (indexes.length > FEW && indexes.length < size) {
      const bits = new Uint8Array((size >> 3) + 1)
      for (const i of indexes) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7))
      this.#bits = bits
    }
    this.isWhole = indexes.length === size
  }

  readonly isWhole: boolean

  has(index: number): boolean {
    if (this.isWhole) return true
    if (this.#bits) return ((this.#bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
    return this.indexes.includes(index)
  }

  /** Where its actions stand in a rising list of actions. */
  positionsIn(wanted: Uint16Array): number[] {
    const positions: number[] = []
    if (this.indexes.length * 8 < wanted.length) {
      for (const index of this.indexes) {
        const position = positionOf(index, wanted)
        if (position >= 0) positions.push(position)
      }
    } else {
      for (let i = 0; i < wanted.length; i++) if (this.has(wanted[i] ?? 0)) positions.push(i)
    }
    return positions
  }
}

function positionOf(index: number, rising: Uint16Array): number {
  let low = 0
  let high = rising.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = rising[middle] ?? 0
    if (found === index) return middle
    if (found < index) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const coverages = new WeakMap<ActionTable, WeakMap<CompiledStatement, ActionCoverage>>()

/** Worked out once for a statement, however many principals have it. */
export function actionCoverage(statement: CompiledStatement, table: ActionTable): ActionCoverage {
  const ofTable = coverages.get(table) ?? new WeakMap<CompiledStatement, ActionCoverage>()
  coverages.set(table, ofTable)
  const coverage = ofTable.get(statement) ?? new ActionCoverage(coveredIndexes(statement, table), table.size)
  ofTable.set(statement, coverage)
  return coverage
}

function coveredIndexes({ actions, notActions }: CompiledStatement, table: ActionTable): Uint16Array {
  if (notActions.length > 0)
    return complement(
      notActions.map(({ text }) => table.indexesOf(text)),
      table.size,
    )
  const [first, ...more] = actions.map(({ text }) => table.indexesOf(text))
  if (more.length === 0) return first ?? new Uint16Array()
  return merged([first ?? new Uint16Array(), ...more])
}

/** The actions that any of them takes in, rising. */
export function unionOf(coverages: ActionCoverage[]): Uint16Array {
  const [widest, ...others] = coverages.toSorted((a, b) => b.indexes.length - a.indexes.length)
  if (!widest || widest.isWhole || others.length === 0) return widest?.indexes ?? new Uint16Array()
  return merged([widest, ...others].map(({ indexes }) => indexes))
}

function merged(lists: Uint16Array[]): Uint16Array {
  const all = new Uint16Array(lists.reduce((length, list) => length + list.length, 0))
  let at = 0
  for (const list of lists) {
    all.set(list, at)
    at += list.length
  }
  all.sort()
  return all.filter((index, i) => i === 0 || index !== all[i - 1])
}

function complement(lists: Uint16Array[], size: number): Uint16Array {
  const marks = new Uint8Array(size)
  for (const list of lists) for (const index of list) marks[index] = 1
  return Uint16Array.from({ length: size }, (_, i) => i).filter((i) => marks[i] === 0)
}
