import { defineCheck } from '#server/checks/define-check.ts'
import { judgeOpenness, opennessOfPolicies } from './function-openness.ts'
import { permissionTemplates, removePermissions } from './permission-remedy.ts'
import { notApplicable, unknown, whyUnseen } from './verdicts.ts'

/** Source: Lambda API reference, GetPolicy: each alias and version has a policy of its own. */
export const qualifiedPolicyPublic = defineCheck({
  id: 'qualified-policy-public',
  title: 'Policy of an alias or version lets anyone invoke it',
  group: 'exposure',
  kind: 'function',
  severity: 'high',
  severityNote: 'Critical where its role is critical or high: whoever invokes it acts with that role.',
  alerts: true,
  why: 'Aliases and versions have resource policies of their own, which GetPolicy without a qualifier does not show. A statement there opens the function although its own policy looks closed.',
  references: ['https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['broken-authentication', 'denial-of-service'],
  alertTitle: (record) => `Anyone may invoke an alias or version of ${record.name}`,
  evaluate: (record, around) => {
    const hidden = whyUnseen('The policies of its aliases and versions', record.qualifiedPolicies)
    if (hidden) return unknown(hidden)
    const policies = record.qualifiedPolicies.state === 'known' ? record.qualifiedPolicies.value : {}
    if (Object.keys(policies).length === 0)
      return notApplicable('None of its aliases and versions has a resource policy.')
    return judgeOpenness(record, around, opennessOfPolicies(record, 'qualifiers'))
  },
  remediate: (record) => {
    const open = opennessOfPolicies(record, 'qualifiers').found.filter(({ state }) => state === 'open')
    const statements = open.flatMap(({ qualifier, by }) => by.map(({ sid }) => ({ sid, qualifier })))
    return {
      text: 'Remove the statement from the policy of the alias or version, and grant the callers that are meant instead. Look at who invokes it first.',
      cli: removePermissions(record, statements),
      ...permissionTemplates(record, open[0]?.qualifier ?? null, { principal: record.accountId }),
    }
  },
})
