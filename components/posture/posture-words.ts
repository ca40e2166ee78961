import { KIND_WORDS } from '#components/history/kind-words.ts'
import type { ExternalFindingRow } from '#server/services/external-findings/schema.ts'
import type { CheckRow, PostureSummary } from '#server/services/posture/schema.ts'

export const GROUP_WORDS: Record<CheckRow['group'], string> = {
  combined: 'Combined',
  exposure: 'Exposure',
  'front-doors': 'Front doors',
  identity: 'Identity',
  code: 'Code and supply chain',
  secrets: 'Secrets',
  encryption: 'Encryption',
  network: 'Network',
  reliability: 'Reliability',
  logging: 'Logging and detection',
  governance: 'Governance',
  cost: 'Cost',
  own: 'Own rules',
}

export const FINDING_STATE_WORDS = { open: 'open', excepted: 'excepted', closed: 'closed' }

export { KIND_WORDS }

export const SOURCE_WORDS: Record<ExternalFindingRow['source'], string> = {
  'security-hub': 'Security Hub',
  guardduty: 'GuardDuty',
  inspector: 'Inspector',
  'access-analyzer': 'Access Analyzer',
  config: 'AWS Config',
}

const CAUSES: Record<PostureSummary['trend'][number]['cause'], string> = {
  first: 'first look',
  estate: 'the estate changed',
  catalogue: 'other checks are on',
  exceptions: 'exceptions changed',
  coverage: 'more or less could be read',
}

/** Why the score moved, in one line. */
export function scoreReason({ cause, reasons }: PostureSummary['trend'][number]): string {
  const words = reasons
    .slice(0, 3)
    .map(({ title, opened, closed }) =>
      [title, opened > 0 ? `+${opened}` : '', closed > 0 ? `−${closed}` : ''].filter(Boolean).join(' '),
    )
  const more = reasons.length > 3 ? [`${reasons.length - 3} more`] : []
  return [CAUSES[cause], ...(words.length > 0 ? [[...words, ...more].join(', ')] : [])].join(': ')
}
