import type { ExternalFindingRecord } from '#server/domain/records/external-finding-record.ts'

/** What other services say under no rule that a check's `elsewhere` names: by the beginning of their rule. */
const BY_TYPE: readonly {
  source: ExternalFindingRecord['source']
  rule: RegExp
  checks: readonly string[]
}[] = [
  { source: 'inspector', rule: /^(CVE|GHSA)-/, checks: ['vulnerable-dependencies'] },
  {
    source: 'access-analyzer',
    rule: /external ?access|public/i,
    checks: [
      'function-url-public',
      'function-policy-public',
      'cross-account-grant',
      'layer-public',
      'layer-shared-outside',
      'queue-public',
      'role-trust-broad',
    ],
  },
  { source: 'access-analyzer', rule: /unused/i, checks: ['role-unused', 'role-unused-permissions'] },
]

const WORDS: Record<ExternalFindingRecord['source'], string> = {
  'security-hub': 'Security Hub',
  guardduty: 'GuardDuty',
  inspector: 'Inspector',
  'access-analyzer': 'Access Analyzer',
  config: 'AWS Config',
}

/** Ids of our checks that say the same as another service's finding does: by what checks know of each other's ids. */
export function sameChecks(
  { source, product, rule }: Pick<ExternalFindingRecord, 'source' | 'product' | 'rule'>,
  checks: readonly { id: string; elsewhere: readonly string[] }[],
): string[] {
  const names = new Set([`${WORDS[source]} ${rule}`, `${product} ${rule}`].map((name) => name.toLowerCase()))
  const named = checks.filter(({ elsewhere }) => elsewhere.some((name) => names.has(name.toLowerCase())))
  const typed = BY_TYPE.filter((one) => one.source === source && one.rule.test(rule)).flatMap(
    (one) => one.checks,
  )
  return [...new Set([...named.map((check) => check.id), ...typed])]
}
