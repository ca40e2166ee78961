import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** Why a field was not asked for: it takes a call a function. */
export const NOT_ASKED = 'not asked for, to spare calls; --thorough asks'

export const areAliasesLeftOut = ({ aliases }: FunctionRecord) =>
  aliases.state === 'failed' && aliases.reason === NOT_ASKED

/**
 * What checks say of a function's aliases where these were not asked for. An alias may stand before a function without
 * published versions though nobody names it: who can reach the function is said without it, and a check of such policies
 * says that it does not know. Weights need two versions.
 */
const OF_ALIASES: Record<string, Verdict> = {
  'qualified-policy-public': {
    state: 'unknown',
    reason: `Aliases of functions without versions: ${NOT_ASKED}.`,
  },
  'alias-routing-left': {
    state: 'not applicable',
    reason: 'It has no versions between which an alias could share invocations.',
  },
}

/** What is said for a check that did not know of what was left out; undefined where that does not concern it. */
export function leftOutVerdict(checkId: string, record: ResourceRecord): Verdict | undefined {
  return record.kind === 'function' && areAliasesLeftOut(record) ? OF_ALIASES[checkId] : undefined
}
