import type { StatementRef } from '#server/domain/access/access.ts'
import type { Admission } from '#server/domain/triggers/admission.ts'
import type { ReachAnswer } from './reach.ts'

export type DecidedBy = ReachAnswer['decidedBy']

/** Statements as what decides an answer. */
export function statementsOf(by: StatementRef[]): DecidedBy {
  return by.map(({ policy, sid, quote }) => ({
    what: `statement ${sid ?? 'without id'} of its ${policy}`,
    quote,
  }))
}

/** How sure an admission is; undefined where nobody is let in. */
export function certaintyOf({ admitted }: Admission): ReachAnswer['certainty'] | undefined {
  if (admitted === 'yes') return 'certain'
  return admitted === 'conditional' || admitted === 'unknown'
    ? admitted === 'unknown'
      ? 'unknown'
      : 'conditional'
    : undefined
}

const ORDER: ReachAnswer['certainty'][] = ['certain', 'conditional', 'unknown']

/** The less sure of several. */
export function leastSure(...all: ReachAnswer['certainty'][]): ReachAnswer['certainty'] {
  return ORDER[Math.max(...all.map((one) => ORDER.indexOf(one)))] ?? 'unknown'
}
