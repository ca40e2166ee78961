import { defineCheck } from '#server/checks/define-check.ts'
import { listed, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { isAdministrator } from '#server/checks/identity/administrators.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { breakApart } from './open-remedy.ts'
import { holds, judgeTogether, missing, type PartFound, unseen } from './part.ts'
import { adminPart, ROLE_CHECKS } from './role-part.ts'

/** What puts code of one's own into a function that is there. */
const CHANGES_CODE = new Set(['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'])

function hijackPart(record: FunctionRecord, around: Surroundings): PartFound {
  const takeovers = around.takeovers(record.arn)
  if (takeovers.state !== 'known')
    return unseen(whyUnseen('Who can change its code', takeovers) ?? 'Who can change its code is not known.')
  const own = record.roleArn.state === 'known' ? record.roleArn.value : undefined
  const found = takeovers.value.filter(
    ({ principalArn, principalKind, conditional, actions }) =>
      !conditional &&
      principalKind !== 'service' &&
      principalArn !== own &&
      actions.some((action) => CHANGES_CODE.has(action)) &&
      isAdministrator(principalArn, around) !== true,
  )
  if (found.length === 0) return missing('Nobody but administrators can change its code.')
  const names = [...new Set(found.map(({ principalName }) => principalName))]
  return holds(
    `${listed(names, 3)} can change its code without being an administrator`,
    found
      .slice(0, 10)
      .map(({ principalArn, path }) => ({ label: principalArn, value: path.join(', then ') })),
  )
}

export const hijackableAdmin = defineCheck({
  id: 'hijackable-admin',
  title: 'Others can put code into an administrator’s function',
  group: 'combined',
  kind: 'function',
  severity: 'critical',
  severityNote: null,
  alerts: true,
  parts: ['function-takeover', ...ROLE_CHECKS],
  why: 'Whoever can change the code runs it with the function’s role: the right to deploy one function is then the right to do anything in the account.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-identity-based.html'],
  needs: ['functions', 'roles', 'users'],
  elsewhere: ['PMapper lambda_edges', 'LambdaGuard LambdaWrite'],
  risks: ['over-privileged-roles', 'out-of-band-deployment'],
  alertTitle: (record) => `Others can put code into an administrator’s function: ${record.name}`,
  evaluate: (record, around) => judgeTogether(record, around, [adminPart, hijackPart]),
  remediate: () =>
    breakApart(
      'Take from the function’s role what it does not need first; then leave changes of its code to the pipeline, by naming functions in the statements that give lambda:Update*.',
    ),
})
