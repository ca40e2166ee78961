import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { listSome } from '#server/domain/access/risks/lower-severity.ts'
import { severityRank } from '#server/domain/severity.ts'
import { shellWord } from '#server/domain/text.ts'
import { judgeSettings, pass, unknown, whyUnseen } from './execution-role.ts'
import { ofPlatformFunctions } from './platform-functions.ts'
import { REFERENCE } from './role-references.ts'

/** One function in several regions is one function. */
export const roleShared = defineCheck({
  id: 'role-shared',
  title: 'Role shared by several functions',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: 'Medium where the role is medium or worse by itself.',
  why: 'Each function has what any of them needs, so a hole in the least of them opens all. CloudTrail tells them apart by session name alone.',
  references: [REFERENCE.executionRole, REFERENCE.leastPrivilege],
  needs: ['roles', 'functions'],
  elsewhere: [
    'cloudsploit lambdaUniqueExecutionRole',
    'KICS 165aae3b',
    'KICS 4ba74f01',
    'puresec shared_role',
    'sls-dev-tools no-shared-roles',
  ],
  risks: ['over-privileged-roles'],
  parameters: z.object({
    max: z.number().int().min(1).default(1).describe('Functions that may run as one role'),
  }),
  evaluate: (record, around, { max }) =>
    ofPlatformFunctions(record, around) ??
    judgeSettings(record, around, () => {
      const functions = around.functionsOfRole(record.arn)
      if (functions.state !== 'known') return unknown(`Which functions run as it: ${whyUnseen(functions)}.`)
      const names = [...new Set(functions.value.map(({ name }) => name))]
      if (names.length <= max) return pass('Functions', names.join(', ') || 'none')
      const access = around.access(record.arn)
      const others =
        access.state === 'known' ? access.value.risks.filter(({ risk }) => risk !== 'shared') : []
      const isRisky = others.some(({ severity }) => severityRank(severity) <= severityRank('medium'))
      return {
        state: 'fail',
        severity: isRisky ? 'medium' : 'low',
        summary: `${names.length} functions run as it: ${listSome(names)}.`,
        evidence: [
          {
            label: 'Functions',
            value: listSome(
              functions.value.map(({ arn }) => arn),
              50,
            ),
          },
          { label: 'Risk of the role', value: access.state === 'known' ? access.value.level : 'unknown' },
        ],
      }
    }),
  remediate: (record, _, around) => {
    const functions = around.functionsOfRole(record.arn)
    const [first] = functions.state === 'known' ? functions.value : []
    return {
      text: `Make a role for each function with the policy that is proposed on its page, then move them over one by one${first ? `, as here the first to a role ${record.name}-${first.name} of its own` : ''}.`,
      cli: first
        ? `aws lambda update-function-configuration --region ${shellWord(first.arn.split(':')[3] ?? '')} --function-name ${shellWord(first.name)} --role ${shellWord(`${record.arn}-${first.name}`)}`
        : null,
      cloudformation: null,
      terraform: null,
    }
  },
})
