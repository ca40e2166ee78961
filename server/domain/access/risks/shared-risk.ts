import type { AccessRisk } from '#server/domain/access/access.ts'
import { severityRank } from '#server/domain/severity.ts'
import { listSome } from './lower-severity.ts'

/** Several functions on one role: a hole in one opens all that the others need. Worse where the role is dangerous. */
export function sharedRisks(sharedBy: { name: string; arn: string }[], others: AccessRisk[]): AccessRisk[] {
  if (sharedBy.length < 2) return []
  const isDangerous = others.some(({ severity }) => severityRank(severity) <= severityRank('medium'))
  return [
    {
      risk: 'shared',
      severity: isDangerous ? 'medium' : 'low',
      title: `Shared by ${sharedBy.length} functions`,
      method: null,
      why: `${listSome(sharedBy.map(({ name }) => name))} run as this role: each has what any of them needs, and CloudTrail tells them apart by session name alone.`,
      actions: [],
      resources: sharedBy.map(({ arn }) => arn),
      conditional: false,
      statements: [],
    },
  ]
}
