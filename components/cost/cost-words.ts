import { kindWord } from '#components/triggers/trigger-words.ts'
import type { CostGroup } from '#server/domain/money/cost-view.ts'
import type { CostRow } from '#server/services/cost/schema.ts'

export const GROUP_WORDS: Record<CostGroup, string> = {
  function: 'Function',
  account: 'Account',
  owner: 'Owner',
  trigger: 'Trigger',
  region: 'Region',
}

/** What started a function: the one kind of trigger that it has. */
export function triggerWord(kind: string): string {
  if (kind === 'several') return 'Several kinds'
  return kind === 'none' ? 'No trigger found' : kindWord(kind)
}

const GAPS: Record<Exclude<CostRow['gap'], null>, string> = {
  region: 'no price for this region',
  memory: 'memory size not read',
  architecture: 'architecture not read',
  provisioned: 'no price for provisioned concurrency here',
  storage: 'no price for /tmp here',
}

export const gapWord = (gap: string | null): string => {
  const found: unknown = gap === null ? undefined : Reflect.get(GAPS, gap)
  return typeof found === 'string' ? found : 'unknown'
}

const REASONS: Record<string, string> = {
  'not settled': 'not settled yet',
  'other currency': 'billed in another currency',
  'savings plan': 'a savings plan',
  credit: 'credits',
  'free tier': 'the free tier or a discount',
  tax: 'taxes',
  'unpriced functions': 'functions without a price here',
  'metrics incomplete': 'metrics that are missing',
  'not counted': 'what is not counted here',
}
export const reasonWord = (reason: string): string => REASONS[reason] ?? reason

/** "2026-11" a month earlier or later. */
export function monthBeside(month: string, step: number): string {
  const [year = 0, nth = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, nth - 1 + step, 1)).toISOString().slice(0, 7)
}

/** "November 2026". */
export function monthWord(month: string): string {
  const at = new Date(`${month}-01T00:00:00Z`)
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at)
}
