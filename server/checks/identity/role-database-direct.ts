import { defineCheck } from '#server/checks/define-check.ts'
import { ADMINISTRATOR, holdingsOf, judgePermissions, pass } from './execution-role.ts'
import { quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

/** `dbuser:prx-…/user` is a user behind an RDS Proxy. Source: RDS user guide, "IAM policy for IAM database access". */
const isProxy = (resource: string) => /:dbuser:prx-/.test(resource)

export const roleDatabaseDirect = defineCheck({
  id: 'role-database-direct',
  title: 'Functions connect to a database without a proxy',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: 'Medium where it may connect to any database as any user.',
  why: 'Each execution opens connections of its own: a burst of requests uses up those of the database, and everybody else is locked out.',
  references: [
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html',
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html',
    REFERENCE.executionRole,
  ],
  needs: ['roles'],
  elsewhere: [],
  risks: ['denial-of-service', 'over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      const held = holdingsOf(record, access).get('rds-db:connect')
      if (!held) return pass('rds-db:connect', 'not allowed: it connects to no database as itself')
      const direct = held.resources.filter((resource) => !isProxy(resource))
      if (direct.length === 0) return pass('rds-db:connect', held.resources.join(', '))
      return {
        state: 'fail',
        severity: held.breadth === 'all' ? 'medium' : 'low',
        summary:
          held.breadth === 'all'
            ? 'It may connect to any database, not to an RDS Proxy alone.'
            : `It may connect to ${direct.slice(0, 3).join(', ')}, which is no RDS Proxy.`,
        evidence: held.statements.slice(0, 3).map(quoteOf),
      }
    }),
  remediate: (record) =>
    showPolicies(
      record,
      'Put an RDS Proxy before the database, let the functions connect to it, and name its prx- id in rds-db:connect.',
    ),
})
