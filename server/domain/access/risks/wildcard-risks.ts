import type { AccessRisk, EffectivePermissions, StatementRef } from '#server/domain/access/access.ts'
import { statementRef } from '#server/domain/iam/compiled-policy.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'
import { takesWholeService } from '#server/domain/iam/whole-service.ts'
import { breadthOf } from './holdings.ts'
import { lowerSeverity } from './lower-severity.ts'
import { summedUp } from './sum-up-risks.ts'

const SENSITIVE = new Set([
  'iam',
  'kms',
  's3',
  'lambda',
  'sts',
  'secretsmanager',
  'ssm',
  'dynamodb',
  'ec2',
  'organizations',
  'cloudtrail',
  'sso',
  'rds',
  'cloudformation',
])

/** A statement of every action, or of all but some; a resource of `*` alone makes none. */
const EVERY_ACTION = /"NotAction":|"Action":(?:\[(?:[^\]]*,)?)?"\*(?::\*)?"/i

/** A grant of everything; it makes all other risks needless to name. */
export function adminRisk(permissions: EffectivePermissions): AccessRisk {
  const statements = permissions.statements.filter(
    ({ kind, quote }) => isIdentity(kind) && EVERY_ACTION.test(quote),
  )
  return {
    risk: 'admin',
    severity: 'critical',
    title: 'Administrator of the account',
    method: null,
    why: 'It may do everything on everything: whoever runs code in one of its functions owns the account.',
    actions: ['*'],
    resources: ['*'],
    conditional: false,
    statements:
      statements.length > 0 ? statements : permissions.statements.filter(({ kind }) => isIdentity(kind)),
  }
}

const isIdentity = (kind: StatementRef['kind']) => kind === 'inline' || kind === 'managed'

/** Every action of a service, of today and to come. */
export function serviceWildcardRisks({ services, statements }: EffectivePermissions): AccessRisk[] {
  const found = services
    .filter(({ everyAction }) => everyAction)
    .map(({ service, serviceName, levels }) => {
      const resources = [...new Set(levels.flatMap((one) => one.resources))]
      const conditional = levels.every((one) => one.conditional === true)
      const steps = (breadthOf(resources) === 'all' ? 0 : 2) + (conditional ? 1 : 0)
      const numbers = [...new Set(levels.flatMap((one) => one.statements))]
      const risk: AccessRisk = {
        risk: 'service-wildcard',
        severity: lowerSeverity(SENSITIVE.has(service) ? 'high' : 'medium', steps),
        title: `Every action of ${serviceName}`,
        method: null,
        why: `A wildcard gives every action of ${serviceName}, and each one that AWS adds.${breadthOf(resources) === 'all' ? '' : ' Lower, as its resources are limited.'}${conditional ? ' Lower, as it holds only under conditions or with exceptions.' : ''}`,
        actions: [`${service}:*`],
        resources,
        conditional,
        statements: numbers.flatMap((number) => statements[number] ?? []),
      }
      return { service, risk }
    })
  return summedUp(found, 'Every action')
}

/** Allow with NotAction or NotResource: it grants all that it does not name, and all that AWS adds. */
export function notActionRisks(
  principal: PrincipalPolicies,
  permissions: EffectivePermissions,
): AccessRisk[] {
  const inForce = new Set(
    permissions.statements.map(({ kind, policy, index }) => `${kind} ${policy} ${index}`),
  )
  return principal.identity.flatMap((policy) =>
    policy.statements.flatMap((statement): AccessRisk[] => {
      const { notActions, notResources, resources, conditions, index } = statement
      const isNot = notActions.length > 0 || notResources.length > 0
      const key = `${policy.source.kind} ${policy.source.name} ${index}`
      if (statement.effect !== 'Allow' || !isNot || !inForce.has(key)) return []
      const all = notResources.length > 0 || breadthOf(resources) === 'all'
      const hasIam = notActions.length > 0 && takesWholeService(statement, 'iam')
      const steps = (all ? 0 : 2) + (conditions.length > 0 ? 1 : 0)
      const element = notActions.length > 0 ? 'NotAction' : 'NotResource'
      return [
        {
          risk: 'not-action',
          severity: lowerSeverity(hasIam ? 'critical' : notActions.length > 0 ? 'high' : 'medium', steps),
          title: `Allow with ${element}`,
          method: null,
          why: `The statement allows everything that it does not name${hasIam ? ', IAM among it' : ''}, and all that AWS adds.${all ? '' : ' Lower, as its resources are limited.'}${conditions.length > 0 ? ' Lower, as it has conditions.' : ''}`,
          actions:
            notActions.length > 0
              ? [`everything but ${notActions.map(({ text }) => text).join(', ')}`]
              : statement.actions.map(({ text }) => text),
          resources: notResources.length > 0 ? [`everything but ${notResources.join(', ')}`] : resources,
          conditional: conditions.length > 0,
          statements: [statementRef(policy, index)],
        },
      ]
    }),
  )
}
