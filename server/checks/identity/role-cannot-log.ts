import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { Field } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, policiesOf, unknown, whyUnseen } from './execution-role.ts'
import { logGroupArn, onLogGroup } from './log-group-arn.ts'
import { quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'

const WRITES = ['logs:CreateLogStream', 'logs:PutLogEvents'] as const
const CREATES = 'logs:CreateLogGroup'

function roleOf(record: FunctionRecord, around: Surroundings): Field<RoleRecord> {
  return record.roleArn.state === 'known' ? around.find('role', record.roleArn.value) : record.roleArn
}

/** Actions that it needs: a group that is not there must be made. */
function neededFor(group: string, around: Surroundings): string[] {
  return around.find('log-group', group).state === 'absent' ? [CREATES, ...WRITES] : [...WRITES]
}

function judge(role: RoleRecord, group: string, around: Surroundings): Verdict {
  const access = around.access(role.arn)
  if (access.state !== 'known') return unknown(`What its role may do: ${whyUnseen(access)}.`)
  const own = access.value.permissions.services.find(({ service }) => service === 'logs')
  const left = new Set(own?.levels.flatMap(({ actions }) => actions) ?? [])
  const decisions = neededFor(group, around).map((action) => {
    const decision = onLogGroup(policiesOf(role), action, group)
    const isTaken = decision.effect === 'allowed' && !left.has(action)
    return { action, ...decision, effect: isTaken ? ('explicit deny' as const) : decision.effect }
  })
  const refused = decisions.filter(({ effect }) => effect === 'implicit deny' || effect === 'explicit deny')
  if (refused.length > 0) {
    const missing = refused.map(({ action }) => action)
    return {
      state: 'fail',
      severity: 'medium',
      summary: `Its role ${role.name} may not use ${missing.join(', ')} on its log group.`,
      evidence: [
        { label: 'Log group', value: group },
        { label: 'Refused', value: refused.map(({ action, effect }) => `${action}: ${effect}`).join('; ') },
        ...refused
          .flatMap(({ by }) => by)
          .slice(0, 3)
          .map(quoteOf),
      ],
    }
  }
  const unsure = decisions.find(({ effect }) => effect === 'unknown')
  return unsure
    ? unknown(`Whether ${unsure.action} is allowed: ${access.value.permissions.unseen.join('; ')}.`)
    : pass('Allowed on its log group', decisions.map(({ action }) => action).join(', '))
}

export const roleCannotLog = defineCheck({
  id: 'role-cannot-log',
  title: 'Function may not write to its log',
  group: 'identity',
  kind: 'function',
  severity: 'medium',
  severityNote: null,
  why: 'Nothing that the function prints is kept, errors included, and nobody notices until it is needed.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
    REFERENCE.executionRole,
  ],
  needs: ['functions', 'roles'],
  elsewhere: ['AWS Config LAMBDA_ROLE_ALLOWED_ON_LOGGING', 'cfn_nag W58'],
  risks: ['inadequate-monitoring'],
  evaluate: (record, around) => {
    const role = roleOf(record, around)
    if (role.state === 'absent') return notApplicable('Its role is gone: role-missing says so.')
    if (role.state !== 'known') return unknown(`Its role could not be read: ${whyUnseen(role)}.`)
    const group = logGroupArn(record)
    if (group === undefined) return unknown(`Its log group: ${whyUnseen(record.logGroup)}.`)
    return judge(role.value, group, around)
  },
  remediate: (record, _, around) => {
    const role = roleOf(record, around)
    const name = role.state === 'known' ? role.value.name : record.name
    const group = logGroupArn(record) ?? ''
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: [CREATES, ...WRITES], Resource: [group, `${group}:*`] }],
    }
    const json = JSON.stringify(document)
    return {
      text: 'Let the role write to its own log group. A Deny, a boundary or an SCP that refuses it must be changed where it stands.',
      cli: `aws iam put-role-policy --role-name ${shellWord(name)} --policy-name write-own-log --policy-document ${shellWord(json)}`,
      cloudformation: properties('AWS::IAM::RolePolicy', {
        RoleName: name,
        PolicyName: 'write-own-log',
        PolicyDocument: document,
      }),
      terraform: argumentsOf('aws_iam_role_policy', { role: name, name: 'write-own-log', policy: json }),
    }
  },
})
