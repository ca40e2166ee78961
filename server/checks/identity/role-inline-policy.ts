import { defineCheck } from '#server/checks/define-check.ts'
import { shellWord } from '#server/domain/text.ts'
import { judgeSettings, pass, unknown, whyUnseen } from './execution-role.ts'
import { ofPlatformFunctions } from './platform-functions.ts'
import { REFERENCE } from './role-references.ts'

export const roleInlinePolicy = defineCheck({
  id: 'role-inline-policy',
  title: 'Role has inline policies',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: null,
  off: 'An inline policy for one role of one function is good practice; some organisations want managed policies alone.',
  why: 'Inline policies have no versions and cannot be looked at in one place. Organisations that review policies centrally want managed ones.',
  references: [REFERENCE.managed],
  needs: ['roles'],
  elsewhere: ['LambdaGuard PolicyStatement', 'AWS Config iam-no-inline-policy-check'],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    ofPlatformFunctions(record, around) ??
    judgeSettings(record, around, () => {
      const { inlinePolicies } = record
      if (inlinePolicies.state === 'denied' || inlinePolicies.state === 'failed')
        return unknown(`Inline policies: ${whyUnseen(inlinePolicies)}.`)
      const names = inlinePolicies.state === 'known' ? inlinePolicies.value.map(({ name }) => name) : []
      if (names.length === 0) return pass('Inline policies', 'none')
      return {
        state: 'fail',
        severity: 'low',
        summary: `It has ${names.length} inline ${names.length === 1 ? 'policy' : 'policies'}: ${names.join(', ')}.`,
        evidence: [{ label: 'Inline policies', value: names.join(', ') }],
      }
    }),
  remediate: (record) => ({
    text: 'Make a managed policy of each inline policy, attach it, then delete the inline one: without the managed one the functions lose these rights.',
    cli: (record.inlinePolicies.state === 'known' ? record.inlinePolicies.value : [])
      .map(
        ({ name }) =>
          `aws iam get-role-policy --role-name ${shellWord(record.name)} --policy-name ${shellWord(name)}`,
      )
      .join('\n'),
    cloudformation: null,
    terraform: null,
  }),
})
