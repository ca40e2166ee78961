import type { AccessRisk, EffectivePermissions } from '#server/domain/access/access.ts'
import type { Severity } from '#server/domain/severity.ts'
import { CREDENTIALS, EXFILTRATION, type ExposingActions } from './exposing-actions.ts'
import type { Holding, Holdings } from './holdings.ts'
import { listSome, lowerSeverity } from './lower-severity.ts'
import { type ServiceRisk, summedUp, worstOf } from './sum-up-risks.ts'
import { uniqueStatements } from './unique-statements.ts'

const EXFILTRATION_BY_SERVICE = groupByService(EXFILTRATION)
const CREDENTIALS_BY_SERVICE = groupByService(CREDENTIALS)

function groupByService(actions: ExposingActions): Map<string, [string, Severity][]> {
  return Map.groupBy(Object.entries(actions), ([action]) => action.split(':')[0] ?? '')
}

type Judged = { holding: Holding; severity: Severity }

/** What lets data out of the account, by service. Access to resources that are named is what a role is for: no risk. */
export function exfiltrationRisks(holdings: Holdings, permissions: EffectivePermissions): AccessRisk[] {
  return exposureRisks('data-exfiltration', EXFILTRATION_BY_SERVICE, holdings, permissions)
}

/** What hands out credentials, by service. */
export function credentialRisks(holdings: Holdings, permissions: EffectivePermissions): AccessRisk[] {
  return exposureRisks('credential-exposure', CREDENTIALS_BY_SERVICE, holdings, permissions)
}

function exposureRisks(
  risk: 'data-exfiltration' | 'credential-exposure',
  byService: ReturnType<typeof groupByService>,
  holdings: Holdings,
  { services }: EffectivePermissions,
): AccessRisk[] {
  const found = services.flatMap(({ service, serviceName }): ServiceRisk[] => {
    const judged = (byService.get(service) ?? []).flatMap(([action, base]) => {
      const holding = holdings.get(action)
      return holding ? (judge(holding, base) ?? []) : []
    })
    return judged.length === 0 ? [] : [{ service, risk: toRisk(risk, serviceName, judged) }]
  })
  const what = risk === 'data-exfiltration' ? 'Reads data' : 'Hands out credentials'
  return summedUp(found, what)
}

function judge(holding: Holding, base: Severity): Judged | null {
  if (holding.breadth === 'named') return null
  const steps = (holding.breadth === 'all' ? 0 : 2) + (holding.conditional ? 1 : 0)
  return { holding, severity: lowerSeverity(base, steps) }
}

function toRisk(risk: AccessRisk['risk'], serviceName: string, judged: Judged[]): AccessRisk {
  const holdings = judged.map(({ holding }) => holding)
  const isAll = holdings.some(({ breadth }) => breadth === 'all')
  const conditional = holdings.every((one) => one.conditional)
  const verb = risk === 'data-exfiltration' ? 'read data out of' : 'take credentials from'
  const resources = [...new Set(holdings.flatMap((one) => one.resources))]
  const range = isAll ? `any resource of ${serviceName}` : `what matches ${listSome(resources, 3)}`
  return {
    risk,
    severity: worstOf(judged.map(({ severity }) => severity)),
    title: `${risk === 'data-exfiltration' ? 'Data exfiltration' : 'Credential exposure'}: ${serviceName}`,
    method: null,
    why: `Whoever runs as this role can ${verb} ${range}.${isAll ? '' : ' Lower, as a pattern limits it.'}${conditional ? ' Lower, as it holds only under conditions or with exceptions.' : ''}`,
    actions: holdings.map(({ action }) => action),
    resources,
    conditional,
    statements: uniqueStatements(holdings.flatMap(({ statements }) => statements)),
  }
}
