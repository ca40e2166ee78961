import { defineCheck } from '#server/checks/define-check.ts'
import { OPEN_CHECKS, openPart } from './open-part.ts'
import { breakApart } from './open-remedy.ts'
import { judgeTogether } from './part.ts'
import { secretsPart } from './secrets-part.ts'

export const openWithSecrets = defineCheck({
  id: 'open-with-secrets',
  title: 'Open to everyone with secrets in its environment',
  group: 'combined',
  kind: 'function',
  severity: 'critical',
  severityNote: null,
  alerts: true,
  parts: [...OPEN_CHECKS, 'environment-secrets'],
  why: 'Error pages, injections and libraries print or send the environment first of all. Whoever makes this function do so has its secrets, and they work elsewhere too.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['insecure-secrets', 'leaked-credentials'],
  alertTitle: (record) => `Open to everyone with secrets in its environment: ${record.name}`,
  evaluate: (record, around) => judgeTogether(record, around, [openPart, secretsPart]),
  remediate: () =>
    breakApart(
      'Change the secrets, as they may have been read; move them to Secrets Manager, and close the way in.',
    ),
})
