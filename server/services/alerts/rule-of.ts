import { BASELINES } from '#server/baselines/index.ts'
import { CHECKS } from '#server/checks/index.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { RuleKind, RuleMeta } from '#server/domain/signal.ts'
import { readEnv } from '#server/env.ts'
import { loadDetections } from '#server/sigma/load-detections.ts'

export type Rule = Pick<RuleMeta, 'id' | 'title' | 'why' | 'response' | 'references'> & {
  kind: RuleKind | null
  severity: Severity | null
}

const toRule = (
  kind: RuleKind,
  { id, title, why, response = [], references, severity }: Omit<RuleMeta, 'response'> & Partial<RuleMeta>,
): [string, Rule] => [id, { id, title, why, response, references, severity, kind }]

const RULES = new Map<string, Rule>([
  ...CHECKS.map((check) => toRule('check', check)),
  ...DETECTIONS.map((detection) => toRule('detection', detection)),
  ...BASELINES.map((baseline) => toRule('baseline', baseline)),
])

/** Those of the folder of Sigma rules, as they were read last. */
let loaded = { from: DETECTIONS, rules: new Map<string, Rule>() }

/** Reads the folder of Sigma rules again if it was not just read, so that `ruleOf` knows its rules. */
export async function loadRules(): Promise<void> {
  const { detections } = await loadDetections(readEnv())
  if (loaded.from !== detections)
    loaded = {
      from: detections,
      rules: new Map(detections.slice(DETECTIONS.length).map((one) => toRule('detection', one))),
    }
}

/** "function-url-public" as "Function url public", for a rule that this version no longer has. */
function titleFromId(ruleId: string): string {
  const words = ruleId.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The catalogue entry behind an alert. */
export function ruleOf(ruleId: string): Rule {
  const rule = RULES.get(ruleId) ?? loaded.rules.get(ruleId)
  return (
    rule ?? {
      id: ruleId,
      title: titleFromId(ruleId),
      kind: null,
      why: '',
      response: [],
      references: [],
      severity: null,
    }
  )
}
