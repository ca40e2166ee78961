import { defineCheck } from '#server/checks/define-check.ts'
import { judgeOpenness, opennessOfPolicies } from './function-openness.ts'
import { permissionTemplates, removePermissions } from './permission-remedy.ts'
import { notApplicable, unknown, whyUnseen } from './verdicts.ts'

/** Source: Lambda Developer Guide, "Viewing resource-based IAM policies in Lambda". */
export const functionPolicyPublic = defineCheck({
  id: 'function-policy-public',
  title: 'Resource policy lets anyone invoke the function',
  group: 'exposure',
  kind: 'function',
  severity: 'high',
  severityNote: 'Critical where its role is critical or high: whoever invokes it acts with that role.',
  alerts: true,
  why: 'Anyone with an AWS account of their own can run the code with its role and at its owner’s cost. Attackers leave such a statement behind to keep their access.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_not_publicly_accessible',
    'Security Hub Lambda.1',
    'AWS Config lambda-function-public-access-prohibited',
    'Checkov CKV_AWS_301',
    'cfn_nag F13',
    'cloudsploit lambdaPublicAccess',
    'ElectricEye Lambda.5',
    'Powerpipe lambda_function_restrict_public_access',
    'LambdaGuard Public',
  ],
  risks: ['broken-authentication', 'denial-of-service'],
  alertTitle: (record) => `Anyone may invoke ${record.name}`,
  evaluate: (record, around) => {
    const hidden = whyUnseen('Its resource policy', record.policy)
    if (hidden) return unknown(hidden)
    if (record.policy.state === 'absent') return notApplicable('The function has no resource policy.')
    return judgeOpenness(record, around, opennessOfPolicies(record, 'function'))
  },
  remediate: (record) => {
    const statements = opennessOfPolicies(record, 'function')
      .found.filter(({ state }) => state === 'open')
      .flatMap(({ qualifier, by }) => by.map(({ sid }) => ({ sid, qualifier })))
    return {
      text: 'Remove the statement, and grant the callers that are meant instead: an account, a role, or an organisation by aws:PrincipalOrgID. Look at who invokes it first.',
      cli: removePermissions(record, statements),
      ...permissionTemplates(record, null, { principal: record.accountId }),
    }
  },
})
