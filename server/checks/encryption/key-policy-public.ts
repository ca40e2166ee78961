import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import { policyStatements } from '#server/domain/iam/policy-document.ts'
import { isPublicKeyStatement } from '#server/domain/iam/public-policy.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const CHANGES = /^(?:kms:)?(?:\*|put\*?|putkeypolicy|schedule\w*\*?|disable\w*\*?|create\*?|creategrant)$/i

function evaluate({ manager, policy }: KmsKeyRecord): Verdict {
  if (manager.state === 'known' && manager.value === 'AWS')
    return notApplicable('The policy of a key of AWS’s own cannot be changed.')
  if (policy.state !== 'known') return unseen('Key policy', policy) ?? unknown('The key policy was not read.')
  const statements = policyStatements(policy.value)
  if (statements === undefined) return unknown('The key policy could not be understood.')
  const open = statements.filter(isPublicKeyStatement)
  if (open.length === 0)
    return pass({ label: 'Statements', value: `${statements.length}, none for everyone` })
  const controls = open.some(
    ({ actions, notActions }) => notActions.length > 0 || actions.some((one) => CHANGES.test(one)),
  )
  return {
    state: 'fail',
    severity: 'critical',
    summary: `Everyone with an AWS account may ${controls ? 'use and change' : 'use'} the key.`,
    evidence: open.map(({ sid, actions, notActions, conditions }, i) => ({
      label: sid ?? `Statement ${i + 1}`,
      value: JSON.stringify({
        Effect: 'Allow',
        Principal: '*',
        ...(notActions.length > 0 ? { NotAction: notActions } : { Action: actions }),
        ...(conditions.length > 0 ? { Condition: conditions } : {}),
      }).slice(0, 2000),
    })),
  }
}

export const keyPolicyPublic = defineCheck({
  id: 'key-policy-public',
  title: 'Key that everyone may use',
  group: 'encryption',
  kind: 'kms-key',
  severity: 'critical',
  severityNote: null,
  alerts: true,
  why: 'Encryption with such a key protects from nobody who gets hold of the data. A caller of any account may decrypt with it.',
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html'],
  needs: ['kms-keys'],
  elsewhere: ['Prowler kms_key_not_publicly_accessible', 'Security Hub KMS.5', 'Checkov CKV_AWS_33'],
  risks: ['insecure-secrets', 'insecure-deployment-configuration'],
  alertTitle: (record) => `A KMS key that everyone may use: ${record.name}`,
  evaluate,
  remediate: (record) => ({
    text: 'Name the roles and accounts that use the key in the policy, or bind the statement to the account by kms:CallerAccount. Save the policy of today first: who is left out cannot decrypt any more, and a policy without an administrator locks everyone out.',
    cli: `aws kms get-key-policy ${regionOf(record)} --key-id ${shellWord(record.name)} --policy-name default --output text`,
    cloudformation: null,
    terraform: null,
  }),
})
