import { defineCheck } from '#server/checks/define-check.ts'
import { ADMINISTRATOR, judgePermissions, pass } from './execution-role.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

export const roleUnknownActions = defineCheck({
  id: 'role-unknown-actions',
  title: 'Role is allowed actions that do not exist',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: 'Info where the whole service is not known, as it may be new.',
  why: 'A misspelt action grants nothing: the function fails where it needs it, and the statement hides what was meant.',
  references: [REFERENCE.actions],
  needs: ['roles'],
  elsewhere: ['Access Analyzer INVALID_ACTION', 'parliament UNKNOWN_ACTION'],
  risks: ['over-privileged-roles', 'insecure-deployment-configuration'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      const { unknownActions, services, statements } = access.permissions
      if (unknownActions.length === 0) return pass('Actions', 'all of them exist')
      const isOfKnown = (action: string) => {
        const prefix = action.split(':')[0]?.toLowerCase()
        return services.some(({ service, serviceName }) => service === prefix && serviceName !== service)
      }
      const quoted = statements.find(({ quote }) => unknownActions.some((action) => quote.includes(action)))
      return {
        state: 'fail',
        severity: unknownActions.some(isOfKnown) ? 'low' : 'info',
        summary: `AWS has no action ${unknownActions.slice(0, 5).join(', ')}.`,
        evidence: [
          { label: 'Unknown actions', value: unknownActions.slice(0, 30).join(', ') },
          ...(quoted ? [{ label: `Statement of ${quoted.policy}`, value: quoted.quote }] : []),
        ],
      }
    }),
  remediate: (record) =>
    showPolicies(
      record,
      'Look the action up in the Service Authorization Reference and write it as AWS does.',
    ),
})
