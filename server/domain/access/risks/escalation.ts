import type { AccessRisk } from '#server/domain/access/access.ts'
import { evaluate } from '#server/domain/iam/evaluate.ts'
import { compileGlob, matchesGlob } from '#server/domain/iam/glob.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import { ESCALATION_METHODS, type EscalationGain, type EscalationMethod } from './escalation-methods.ts'
import type { Holding, Holdings } from './holdings.ts'
import { listSome, lowerSeverity } from './lower-severity.ts'
import { uniqueStatements } from './unique-statements.ts'

const BASE: Record<EscalationGain, Severity> = {
  'own role': 'critical',
  'own policy': 'critical',
  principal: 'critical',
  'passed role': 'critical',
  running: 'high',
}

/** Each published combination that the role holds, with what limits it. */
export function escalationRisks(record: RoleRecord, holdings: Holdings): AccessRisk[] {
  const found = ESCALATION_METHODS.flatMap((method) => judge(method, record, holdings) ?? [])
  return found.filter((risk) => !found.some((other) => isSimpler(other, risk)))
}

/** A way that needs less and gives as much makes the longer one needless. */
function isSimpler(other: AccessRisk, risk: AccessRisk): boolean {
  return (
    other.actions.length < risk.actions.length &&
    other.actions.every((action) => risk.actions.includes(action)) &&
    severityRank(other.severity) <= severityRank(risk.severity)
  )
}

function judge(method: EscalationMethod, record: RoleRecord, holdings: Holdings): AccessRisk | null {
  if (method.only === 'with boundary' && record.permissionsBoundary.state !== 'known') return null
  if (method.only === 'with deny' && !hasDeny(holdings)) return null
  const held = holdings.all(method.actions)
  if (!held) return null
  const isAssumeAlone = method.actions.length === 1 && method.actions[0] === 'sts:AssumeRole'
  if (isAssumeAlone && held[0]?.breadth === 'named') return null
  const pass = method.gain === 'passed role' ? passable(method, record, holdings, held) : 'free'
  if (pass === 'none') return null
  const reachesItself = isOnItself(method, record, held)
  if (isOwn(method) && !reachesItself) return null
  const limits = held.filter(({ breadth }) => breadth !== 'all')
  const isNamed = limits.some(({ breadth }) => breadth === 'named')
  const narrowing = isOwn(method) || limits.length === 0 ? 0 : isNamed ? 2 : 1
  const conditional = held.some(
    (one) => one.conditional && !(one.action === 'iam:PassRole' && pass === 'free'),
  )
  const steps = narrowing + (conditional ? 1 : 0) + (method.needsMore === undefined ? 0 : 1)
  return {
    risk: 'privilege-escalation',
    severity: lowerSeverity(BASE[method.gain], steps),
    title: `Privilege escalation: ${method.method}`,
    method: method.method,
    why: whyOf(method, limits, conditional),
    actions: method.actions,
    resources: [...new Set((limits.length > 0 ? limits : held).flatMap(({ resources }) => resources))],
    conditional,
    statements: uniqueStatements(held.flatMap(({ statements }) => statements)),
  }
}

const isOwn = ({ gain }: EscalationMethod) => gain === 'own role' || gain === 'own policy'

function whyOf(method: EscalationMethod, limits: Holding[], conditional: boolean): string {
  const parts = [`It can ${method.does}.`]
  if (!isOwn(method) && limits.length > 0)
    parts.push(
      `Lower, as ${limits.map(({ action, resources }) => `${action} is limited to ${listSome(resources, 3)}`).join(', and ')}.`,
    )
  if (conditional) parts.push('Lower, as a part of it holds only under conditions or with exceptions.')
  if (method.needsMore !== undefined) parts.push(`It takes more than the permissions: ${method.needsMore}.`)
  return parts.join(' ')
}

/** Whether the resources take in the role itself, or a customer managed policy that it has. */
function isOnItself({ gain }: EscalationMethod, record: RoleRecord, held: Holding[]): boolean {
  const attached = record.attachedPolicies.state === 'known' ? record.attachedPolicies.value : []
  const arns =
    gain === 'own role'
      ? [record.arn]
      : attached.flatMap(({ arn }) => (arn && !/:iam::aws:policy\//.test(arn) ? [arn] : []))
  return (
    held.every(({ resources }) =>
      resources.some(
        (one) => !one.startsWith('arn:') || arns.some((arn) => matchesGlob(compileGlob(one), arn) === 'true'),
      ),
    ) &&
    (gain === 'own role' || arns.length > 0)
  )
}

/** Whether the role can be passed to the method's service: freely, under conditions, or not (or itself alone: no gain). */
function passable(
  { passedTo = '' }: EscalationMethod,
  record: RoleRecord,
  { principal }: Holdings,
  held: Holding[],
): 'free' | 'conditional' | 'none' {
  const passing = held.find(({ action }) => action === 'iam:PassRole')
  const resources = (passing?.resources ?? []).filter((one) => one !== record.arn)
  const context = new Map([['iam:passedtoservice', [passedTo]]])
  const decisions = resources.map((one) =>
    evaluate(principal, { action: 'iam:PassRole', resource: exampleOf(one, record), context }),
  )
  const allowed = decisions.filter(({ effect }) => effect === 'allowed')
  if (allowed.length === 0) return 'none'
  return allowed.some(({ limited }) => !limited) ? 'free' : 'conditional'
}

/** Some role that the pattern takes in. */
function exampleOf(pattern: string, record: RoleRecord): string {
  if (!pattern.startsWith('arn:')) return `arn:aws:iam::${record.accountId}:role/example`
  const shown = pattern.replace(/ but .*$/, '').replace(/\$\{[^}]*\}/g, 'example')
  return shown.replaceAll('*', 'example').replaceAll('?', 'e')
}

function hasDeny({ principal }: Holdings): boolean {
  return principal.identity.some(({ statements }) => statements.some(({ effect }) => effect === 'Deny'))
}
