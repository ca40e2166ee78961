import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { shellWord } from '#server/domain/text.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { judgeSettings, notApplicable, pass, unknown, whyUnseen } from './execution-role.ts'
import { isDangerous } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'

export const roleUnused = defineCheck({
  id: 'role-unused',
  title: 'Role for functions that nothing uses',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: 'Medium where the role is dangerous.',
  why: 'A role that is left over can still be passed to a new function by whoever may create one, and nobody looks after its policies.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials',
    REFERENCE.lastAccessed,
  ],
  needs: ['roles', 'functions'],
  elsewhere: ['Access Analyzer UnusedIAMRole', 'Repokid'],
  risks: ['ungoverned-assets', 'over-privileged-roles'],
  parameters: z.object({
    days: z.number().int().min(1).max(400).default(90).describe('Days without use; IAM keeps 400'),
  }),
  evaluate: (record, around, { days }) =>
    judgeSettings(record, around, () => {
      const functions = around.functionsOfRole(record.arn)
      if (functions.state !== 'known') return unknown(`Which functions run as it: ${whyUnseen(functions)}.`)
      if (functions.value.length > 0)
        return pass('Functions', functions.value.map(({ name }) => name).join(', '))
      const { lastUsedAt, createdAt } = record
      if (lastUsedAt.state === 'denied' || lastUsedAt.state === 'failed')
        return unknown(`When it was last used: ${whyUnseen(lastUsedAt)}.`)
      const since = around.now - days * DAY_MS
      if (lastUsedAt.state === 'known' && Date.parse(lastUsedAt.value) >= since)
        return pass('Last used', lastUsedAt.value)
      if (createdAt.state !== 'known') return unknown(`When it was made: ${whyUnseen(createdAt)}.`)
      if (Date.parse(createdAt.value) >= since)
        return notApplicable(`It was made less than ${days} days ago.`)
      const access = around.access(record.arn)
      const used = lastUsedAt.state === 'known' ? `since ${lastUsedAt.value}` : 'as far back as IAM tells'
      return {
        state: 'fail',
        severity: access.state === 'known' && isDangerous(access.value) ? 'medium' : 'low',
        summary: `No function runs as it, and it was not used ${used}.`,
        evidence: [
          { label: 'Last used', value: lastUsedAt.state === 'known' ? lastUsedAt.value : 'never seen' },
          { label: 'Made', value: createdAt.value },
        ],
      }
    }),
  remediate: (record) => ({
    text: 'Look whether a template or pipeline still names the role, then take its policies away and delete it. That cannot be undone.',
    cli: [
      ...(record.attachedPolicies.state === 'known' ? record.attachedPolicies.value : []).flatMap(
        ({ arn }) =>
          arn
            ? [
                `aws iam detach-role-policy --role-name ${shellWord(record.name)} --policy-arn ${shellWord(arn)}`,
              ]
            : [],
      ),
      ...(record.inlinePolicies.state === 'known' ? record.inlinePolicies.value : []).map(
        ({ name }) =>
          `aws iam delete-role-policy --role-name ${shellWord(record.name)} --policy-name ${shellWord(name)}`,
      ),
      `aws iam delete-role --role-name ${shellWord(record.name)}`,
    ].join('\n'),
    cloudformation: null,
    terraform: null,
  }),
})
