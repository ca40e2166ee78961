import { defineCheck } from '#server/checks/define-check.ts'
import { asFarAsSeen } from '#server/domain/access/as-far-as-seen.ts'
import type { NamedFunction, Surroundings } from '#server/domain/posture/surroundings.ts'
import {
  ADMINISTRATOR,
  holdingsOf,
  judgePermissions,
  notApplicable,
  pass,
  policiesOf,
} from './execution-role.ts'
import { logGroupArn, onLogGroup } from './log-group-arn.ts'
import { quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { denyActions } from './role-remedies.ts'

const ACTIONS = ['logs:DeleteLogGroup', 'logs:DeleteLogStream'] as const

function logGroupOf({ arn }: NamedFunction, around: Surroundings): string[] {
  const fn = around.find('function', arn)
  const group = fn.state === 'known' ? logGroupArn(fn.value) : undefined
  return group ? [group] : []
}

export const roleDeletesLogs = defineCheck({
  id: 'role-deletes-logs',
  title: 'Functions can delete their own logs',
  group: 'identity',
  kind: 'role',
  severity: 'medium',
  severityNote: null,
  why: 'An intruder in the function can wipe out what it wrote about him. Writing to a log needs no right to delete it.',
  references: [
    REFERENCE.executionRole,
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/permissions-reference-cwl.html',
  ],
  needs: ['roles', 'functions'],
  elsewhere: [],
  risks: ['inadequate-monitoring', 'over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access, functions }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      if (functions.length === 0) return notApplicable('No function is known to run as it.')
      const holdings = holdingsOf(record, access)
      const principal = asFarAsSeen(policiesOf(record))
      const held = ACTIONS.filter((action) => holdings.get(action) !== null)
      const found = functions.flatMap((fn) =>
        logGroupOf(fn, around).flatMap((group) =>
          held.flatMap((action) => {
            const decision = onLogGroup(principal, action, group)
            return decision.effect === 'allowed' ? [{ arn: fn.arn, action, by: decision.by }] : []
          }),
        ),
      )
      if (found.length === 0) return pass('Its own logs', 'it cannot delete them')
      const quotes = [...new Map(found.flatMap(({ by }) => by.map((one) => [one.quote, one]))).values()]
      return {
        state: 'fail',
        severity: 'medium',
        summary: `It may use ${[...new Set(found.map(({ action }) => action))].join(' and ')} on the logs of its own functions.`,
        evidence: quotes.slice(0, 5).map(quoteOf),
        affects: [...new Set(found.map(({ arn }) => arn))],
      }
    }),
  remediate: (record) =>
    denyActions(
      record,
      'deny-log-deletion',
      ACTIONS,
      'Take the actions out of its policies, or take them back at once by this Deny.',
    ),
})
