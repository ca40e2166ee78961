import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import type { Takeover } from '#server/domain/access/access.ts'
import { listSome } from '#server/domain/access/risks/lower-severity.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { isAdministrator } from './administrators.ts'
import { pass, unknown, whyUnseen } from './execution-role.ts'
import { REFERENCE } from './role-references.ts'

/** Who can take it over for certain, without administrators, services and its own role. */
function beyondAdministrators(record: FunctionRecord, found: readonly Takeover[], around: Surroundings) {
  const own = record.roleArn.state === 'known' ? record.roleArn.value : undefined
  const others = found.filter(
    ({ principalKind, principalArn, conditional }) =>
      principalKind !== 'service' && principalArn !== own && !conditional,
  )
  const byArn = Map.groupBy(others, ({ principalArn }) => principalArn)
  return [...byArn].flatMap(([arn, ways]) => (isAdministrator(arn, around) ? [] : [{ arn, ways }]))
}

function severityOf(record: FunctionRecord, around: Surroundings): Severity {
  const access = record.roleArn.state === 'known' ? around.access(record.roleArn.value) : record.roleArn
  if (access.state !== 'known') return 'medium'
  const { level } = access.value
  if (level === 'critical' || level === 'high') return 'high'
  return level === 'none' || level === 'info' ? 'low' : 'medium'
}

export const functionTakeover = defineCheck({
  id: 'function-takeover',
  title: 'Many can change the function besides administrators',
  group: 'identity',
  kind: 'function',
  severity: 'medium',
  severityNote: 'High where its role is high or critical, low where the role can do no harm.',
  off: 'How many may deploy is for the organisation to say; each function lists them, and a combined check tells where it is dangerous.',
  why: 'Whoever can change its code, its policy or its role has what the function has. The more they are, the likelier one is taken over.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-identity-based.html',
    REFERENCE.passRole,
  ],
  needs: ['functions', 'roles', 'users'],
  elsewhere: ['Prowler LAMBDA-001', 'PMapper lambda_edges', 'LambdaGuard LambdaWrite'],
  risks: ['over-privileged-roles', 'out-of-band-deployment'],
  parameters: z.object({
    maxPrincipals: z
      .number()
      .int()
      .min(0)
      .default(10)
      .describe('Roles, users and accounts besides administrators that may change a function'),
  }),
  evaluate: (record, around, { maxPrincipals }) => {
    if (record.roleArn.state === 'absent')
      return {
        state: 'not applicable',
        reason: 'It has no execution role, so there is nothing to take over.',
      }
    const takeovers = around.takeovers(record.arn)
    if (takeovers.state !== 'known') return unknown(`Who can change it: ${whyUnseen(takeovers)}.`)
    const found = beyondAdministrators(record, takeovers.value, around)
    const text = `${found.length} besides administrators`
    if (found.length <= maxPrincipals) return pass('Who can change it', text)
    return {
      state: 'fail',
      severity: severityOf(record, around),
      summary: `${found.length} principals besides administrators can change it or take its role, more than ${maxPrincipals}.`,
      evidence: [
        ...found.slice(0, 12).map(({ arn, ways }) => ({
          label: arn,
          value: ways.map(({ path }) => path.join(', then ')).join('; '),
        })),
        ...(found.length > 12
          ? [
              {
                label: 'And',
                value: listSome(
                  found.slice(12).map(({ arn }) => arn),
                  50,
                ),
              },
            ]
          : []),
      ],
    }
  },
  remediate: (record) => ({
    text: `Leave changes of ${record.name} to its pipeline: name functions in the statements that give lambda:Update*, lambda:AddPermission and iam:PassRole, starting with the principals that are listed.`,
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
