import type { AccessLevel, AccessRisk, EffectivePermissions } from '#server/domain/access/access.ts'
import type { ActionTable } from '#server/domain/iam/action-table.ts'
import type { Severity } from '#server/domain/severity.ts'
import { type Breadth, breadthOf, type Holding, type Holdings } from './holdings.ts'
import { listSome, lowerSeverity } from './lower-severity.ts'
import { type ServiceRisk, summedUp } from './sum-up-risks.ts'
import { uniqueStatements } from './unique-statements.ts'

/** The action table has reading actions at this level too; they open nothing. */
const READS =
  /:(?:Get|List|Describe|BatchGet|Test|Validate|Authorize|Request|Search|Use|Send|Invoke|Run|Terminate|Start|Refresh|Deregister|ManagedConnector|GlueNotebook|connect$)/
/** Writes after which something is gone or stands still. */
export const DESTROYS =
  /:(?:Batch)?(?:Delete|Terminate|Purge|Drop|Stop|Disable|Remove|Deregister|Cancel|Schedule\w*Deletion|Destroy|Revoke)/
/** Writes of telemetry and network interfaces that AWS's own policies for functions grant on everything. */
const HARMLESS =
  /^(?:logs:(?:Create|Put)Log|xray:Put|cloudwatch:PutMetricData|ec2:(?:Create|Delete|Assign|Unassign)\w*(?:NetworkInterface|PrivateIpAddresses)$|kms:(?:Decrypt|Encrypt|GenerateDataKey|ReEncrypt)|sts:|ssmmessages:|ec2messages:|rum:PutRumEvents|events:PutEvents|ses:Send)/i

/** Changing who may use resources: their policies, grants and shares. */
export function permissionsRisks(holdings: Holdings, permissions: EffectivePermissions): AccessRisk[] {
  const risks = byService(
    'Permissions management',
    holdings,
    permissions,
    (action) => !READS.test(action),
    (service, held) => {
      const breadth = widest(held)
      const steps = { all: 0, pattern: 1, named: 2 }[breadth]
      const base = service === 'iam' || service === 'organizations' || service === 'sso' ? 'high' : 'medium'
      return lowered(base, steps, held)
    },
  )
  return summedUp(
    risks.map(({ service, serviceName, held, severity }) => ({
      service,
      risk: {
        risk: 'permissions-management',
        severity,
        title: `Permissions management: ${serviceName}`,
        method: null,
        why: `It can change who may use ${widest(held) === 'all' ? 'any resource' : listSome(resourcesOf(held), 3)} of ${serviceName}, and so open them to others.${notes(held)}`,
        ...common(held),
      },
    })),
    'Permissions management',
  )
}

/** Writes on every resource of a service, where AWS lets one name the resource. */
export function writeRisks(
  holdings: Holdings,
  permissions: EffectivePermissions,
  table: ActionTable | undefined,
): AccessRisk[] {
  const counts = (action: string) => !HARMLESS.test(action) && (table?.resourceTypes(action)?.length ?? 1) > 0
  const risks = byService('Write', holdings, permissions, counts, (_, held) => {
    const all = held.filter(({ breadth }) => breadth === 'all')
    if (all.length === 0) return null
    return lowered(all.some(({ action }) => DESTROYS.test(action)) ? 'medium' : 'low', 0, all)
  })
  return summedUp(
    risks.map(({ service, serviceName, held, severity }): ServiceRisk => {
      const all = held.filter(({ breadth }) => breadth === 'all')
      const destroying = all.filter(({ action }) => DESTROYS.test(action)).map(({ action }) => action)
      const harm = destroying.length > 0 ? `, and destroy them (${listSome(destroying, 3)})` : ''
      return {
        service,
        risk: {
          risk: 'unconstrained-write',
          severity,
          title: `Writes to any resource: ${serviceName}`,
          method: null,
          why: `It can change any resource of ${serviceName}${harm}; the statement could name the ones that it needs.${notes(all)}`,
          ...common(all),
        },
      }
    }),
    'Writes to any resource',
  )
}

type Found = { service: string; serviceName: string; held: Holding[]; severity: Severity }

function byService(
  level: AccessLevel,
  holdings: Holdings,
  { services }: EffectivePermissions,
  counts: (action: string) => boolean,
  judge: (service: string, held: Holding[]) => Severity | null,
): Found[] {
  return services.flatMap(({ service, serviceName, levels }) => {
    const own = levels.find((one) => one.level === level)
    if (!own || (level === 'Write' && breadthOf(own.resources) !== 'all')) return []
    const { actions } = own
    const held = actions.filter(counts).flatMap((action) => holdings.get(action) ?? [])
    const severity = held.length === 0 ? null : judge(service, held)
    return severity === null ? [] : [{ service, serviceName, held, severity }]
  })
}

function widest(held: Holding[]): Breadth {
  return (
    (['all', 'pattern', 'named'] as const).find((one) => held.some(({ breadth }) => breadth === one)) ??
    'named'
  )
}

const isConditional = (held: Holding[]) => held.every(({ conditional }) => conditional)
const lowered = (base: Severity, steps: number, held: Holding[]) =>
  lowerSeverity(base, steps + (isConditional(held) ? 1 : 0))
const notes = (held: Holding[]) =>
  isConditional(held) ? ' Lower, as it holds only under conditions or with exceptions.' : ''
const resourcesOf = (held: Holding[]) => [...new Set(held.flatMap(({ resources }) => resources))]

function common(held: Holding[]) {
  return {
    actions: held.map(({ action }) => action),
    resources: resourcesOf(held),
    conditional: isConditional(held),
    statements: uniqueStatements(held.flatMap(({ statements }) => statements)),
  }
}
