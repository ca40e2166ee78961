import type { Severity } from '#server/domain/severity.ts'
import type { RuleKind } from '#server/domain/signal.ts'

export type Rule = {
  id: string
  title: string
  kind: RuleKind | null
  why: string
  response: { text: string; command: string | null }[]
  references: string[]
  severity: Severity | null
}

/** "function-url-public" as "Function url public", for a rule that this version no longer has. */
function titleFromId(ruleId: string): string {
  const words = ruleId.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The catalogue entry behind an alert. */
export function ruleOf(ruleId: string): Rule {
  return {
    id: ruleId,
    title: titleFromId(ruleId),
    kind: null,
    why: '',
    response: [],
    references: [],
    severity: null,
  }
}
