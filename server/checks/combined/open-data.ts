import { defineCheck } from '#server/checks/define-check.ts'
import { OPEN_CHECKS, openPart } from './open-part.ts'
import { breakApart } from './open-remedy.ts'
import { judgeTogether } from './part.ts'
import { dataPart, severityOfData } from './role-part.ts'

export const openData = defineCheck({
  id: 'open-data',
  title: 'Open to everyone with access to all data',
  group: 'combined',
  kind: 'function',
  severity: 'critical',
  severityNote: 'High where it is a few actions on every table.',
  alerts: true,
  parts: [...OPEN_CHECKS, 'role-data-exfiltration', 'role-unconstrained-write', 'role-reads-every-secret'],
  why: 'An injection into this one function reads or changes every table, bucket or secret of the account, those of other applications included.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html'],
  needs: ['functions', 'roles'],
  elsewhere: [],
  risks: ['over-privileged-roles', 'event-data-injection'],
  alertTitle: (record) => `Open to everyone with access to all data: ${record.name}`,
  evaluate: (record, around) =>
    judgeTogether(record, around, [openPart, dataPart], severityOfData(record, around)),
  remediate: () =>
    breakApart(
      'Name the tables, buckets and secrets that the function uses in its role; the generated least-privilege policy has them.',
    ),
})
