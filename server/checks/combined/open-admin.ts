import { defineCheck } from '#server/checks/define-check.ts'
import { OPEN_CHECKS, openPart } from './open-part.ts'
import { breakApart } from './open-remedy.ts'
import { judgeTogether } from './part.ts'
import { adminPart, ROLE_CHECKS } from './role-part.ts'

export const openAdmin = defineCheck({
  id: 'open-admin',
  title: 'Open to everyone with an administrator’s role',
  group: 'combined',
  kind: 'function',
  severity: 'critical',
  severityNote: null,
  alerts: true,
  parts: [...OPEN_CHECKS, ...ROLE_CHECKS],
  why: 'One hole in the code, or in a library of it, hands the whole account to whoever finds it: they can invoke it, and its role may do everything.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-security.html'],
  needs: ['functions', 'roles'],
  elsewhere: [],
  risks: ['over-privileged-roles', 'broken-authentication'],
  alertTitle: (record) => `Open to everyone with an administrator’s role: ${record.name}`,
  evaluate: (record, around) => judgeTogether(record, around, [openPart, adminPart]),
  remediate: () =>
    breakApart(
      'Close the way in first, as that is done at once; then give the function a role with what it needs.',
    ),
})
