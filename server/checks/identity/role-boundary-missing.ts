import { defineCheck } from '#server/checks/define-check.ts'
import { judgeSettings, pass, unknown, whyUnseen } from './execution-role.ts'
import { ofPlatformFunctions } from './platform-functions.ts'
import { REFERENCE } from './role-references.ts'

export const roleBoundaryMissing = defineCheck({
  id: 'role-boundary-missing',
  title: 'Role has no permissions boundary',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: null,
  off: 'Boundaries are for accounts in which developers make roles; elsewhere narrow policies are enough.',
  why: 'A boundary caps what a role can ever have, whatever policies developers attach to it later.',
  references: [REFERENCE.boundary],
  needs: ['roles'],
  elsewhere: [],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    ofPlatformFunctions(record, around) ??
    judgeSettings(record, around, () => {
      const { permissionsBoundary: boundary } = record
      if (boundary.state === 'denied' || boundary.state === 'failed')
        return unknown(`Permissions boundary: ${whyUnseen(boundary)}.`)
      if (boundary.state === 'known')
        return pass('Permissions boundary', boundary.value.arn ?? boundary.value.name)
      return {
        state: 'fail',
        severity: 'low',
        summary: 'No permissions boundary caps what it may be given.',
        evidence: [{ label: 'Permissions boundary', value: 'none' }],
      }
    }),
  remediate: () => ({
    text: 'Write the boundary policy of the organisation and put it on the role. Whatever the boundary does not allow stops working at once, so try it out on one role.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
