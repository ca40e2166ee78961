import { accessOf } from '#server/checks/exposure/function-role.ts'
import { whyUnseen } from '#server/checks/exposure/verdicts.ts'
import type { AccessRisk } from '#server/domain/access/access.ts'
import { ESCALATION_METHODS } from '#server/domain/access/risks/escalation-methods.ts'
import { breadthOf } from '#server/domain/access/risks/holdings.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import { holds, missing, type PartFound, unseen } from './part.ts'

export const ROLE_CHECKS = ['role-allows-everything', 'role-privilege-escalation'] as const

const evidenceOf = (risks: AccessRisk[]): Evidence[] =>
  risks
    .slice(0, 3)
    .flatMap(({ title, method, why, statements }) => [
      { label: method ? `${title}: ${method}` : title, value: why },
      ...statements.slice(0, 2).map(({ policy, quote }) => ({ label: `Policy ${policy}`, value: quote })),
    ])

function partWhere(
  record: FunctionRecord,
  around: Surroundings,
  isMeant: (risk: AccessRisk) => boolean,
  words: string,
  otherwise: string,
): PartFound {
  const access = accessOf(record, around)
  if (access.state === 'absent') return missing('Its role does not exist.')
  if (access.state !== 'known') return unseen(whyUnseen('Its role', access) ?? 'Its role is not known.')
  const risks = access.value.risks.filter((risk) => !risk.conditional && isMeant(risk))
  if (risks.length > 0) return holds(words, evidenceOf(risks))
  if (access.value.level === 'unknown' || access.value.permissions.unseen.length > 0)
    return unseen(
      `Not all policies of its role could be read: ${access.value.permissions.unseen[0] ?? 'its trust policy'}.`,
    )
  return missing(otherwise)
}

/** Ways that end in what some machine or function has already, which is mostly no administrator's role. */
const GAINS_WHAT_RUNS = new Set(
  ESCALATION_METHODS.filter(({ gain }) => gain === 'running').map(({ method }) => method),
)

/** Whether its role is an administrator, or can make itself one. */
export function adminPart(record: FunctionRecord, around: Surroundings): PartFound {
  return partWhere(
    record,
    around,
    ({ risk, severity, method }) =>
      risk === 'admin' ||
      (risk === 'privilege-escalation' &&
        (severity === 'critical' || severity === 'high') &&
        !GAINS_WHAT_RUNS.has(method ?? '')),
    'its role is an administrator or can make itself one',
    'Its role is no administrator and cannot make itself one.',
  )
}

const DATA = /^(dynamodb|s3|secretsmanager):/
const KINDS = new Set<AccessRisk['risk']>([
  'data-exfiltration',
  'credential-exposure',
  'unconstrained-write',
  'service-wildcard',
  'admin',
])

const isOfAllData = ({ risk, actions, resources }: AccessRisk) =>
  KINDS.has(risk) &&
  breadthOf(resources) === 'all' &&
  actions.some((action) => action === '*' || DATA.test(action))

/** Critical where secrets, objects or whole services lie open to it; high where it is a few actions on tables. */
export function severityOfData(record: FunctionRecord, around: Surroundings): 'critical' | 'high' {
  const access = accessOf(record, around)
  const risks = access.state === 'known' ? access.value.risks.filter(isOfAllData) : []
  return risks.some(({ severity }) => severity === 'critical' || severity === 'high') ? 'critical' : 'high'
}

/** Whether its role reads or writes every table, bucket or secret. */
export function dataPart(record: FunctionRecord, around: Surroundings): PartFound {
  return partWhere(
    record,
    around,
    isOfAllData,
    'its role reads or writes every table, bucket or secret',
    'Its role reaches the tables, buckets and secrets that it names.',
  )
}
