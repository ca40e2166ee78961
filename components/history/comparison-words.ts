import type { Comparison } from '#server/services/history/schema.ts'

const versions = (count: number) => `${count === 1 ? '1 version' : `${count} versions`} between`

/** Whether both states are known, a deleted one being known: what was not yet seen differs in nothing that can be told. */
export function canCompare({ from, to }: Pick<Comparison, 'from' | 'to'>): boolean {
  return from.state !== 'not yet seen' && to.state !== 'not yet seen'
}

/** In a few words what a comparison found. */
export function comparisonNote(comparison: Pick<Comparison, 'from' | 'to' | 'fields' | 'between'>): string {
  const { fields, between } = comparison
  if (!canCompare(comparison)) return 'what differs is not known'
  return `${fields.length === 1 ? '1 field differs' : `${fields.length} fields differ`}, ${versions(between.length)}`
}
