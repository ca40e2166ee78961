import type { Remediation } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { shellWord } from '#server/domain/text.ts'

const FIRST = 'Look at the policy that is proposed on the page of the role before.'

/** An inline Deny that takes actions back at once, whatever else allows them. */
export function denyActions(
  record: RoleRecord,
  name: string,
  actions: readonly string[],
  text: string,
): Remediation {
  const statement = { Effect: 'Deny', Action: [...actions], Resource: '*' }
  const document = { Version: '2012-10-17', Statement: [statement] }
  const json = JSON.stringify(document)
  return {
    text,
    cli: `aws iam put-role-policy --role-name ${shellWord(record.name)} --policy-name ${shellWord(name)} --policy-document ${shellWord(json)}`,
    cloudformation: properties('AWS::IAM::RolePolicy', {
      RoleName: record.name,
      PolicyName: name,
      PolicyDocument: document,
    }),
    terraform: argumentsOf('aws_iam_role_policy', { role: record.name, name, policy: json }),
  }
}

/** Detaches managed policies: the templates show the ones that stay. */
export function detachPolicies(record: RoleRecord, arns: readonly string[], text: string): Remediation {
  const attached = valueOr(record.attachedPolicies, []) ?? []
  const left = attached.flatMap(({ arn }) => (arn && !arns.includes(arn) ? [arn] : []))
  return {
    text: `${text} ${FIRST}`,
    cli: arns
      .map(
        (arn) =>
          `aws iam detach-role-policy --role-name ${shellWord(record.name)} --policy-arn ${shellWord(arn)}`,
      )
      .join('\n'),
    cloudformation: properties('AWS::IAM::Role', {
      ManagedPolicyArns: left.length > 0 ? left : code('[]'),
    }),
    terraform: argumentsOf('aws_iam_role_policy_attachments_exclusive', {
      role_name: record.name,
      policy_arns: left,
    }),
  }
}

/** Commands that show the policies of a role's own, for changes that a person must write. */
export function showPolicies(record: RoleRecord, text: string): Remediation {
  const role = shellWord(record.name)
  const inline = (valueOr(record.inlinePolicies, []) ?? []).map(
    ({ name }) => `aws iam get-role-policy --role-name ${role} --policy-name ${shellWord(name)}`,
  )
  const managed = (valueOr(record.attachedPolicies, []) ?? []).flatMap(({ arn }) =>
    arn && parseArn(arn)?.accountId === record.accountId
      ? [`aws iam list-policy-versions --policy-arn ${shellWord(arn)}`]
      : [],
  )
  const commands = [...inline, ...managed]
  return {
    text: `${text} ${FIRST}`,
    cli:
      commands.length > 0 ? commands.join('\n') : `aws iam list-attached-role-policies --role-name ${role}`,
    cloudformation: null,
    terraform: null,
  }
}

/** A trust policy that lets Lambda in and nobody else. */
export function trustLambdaAlone(record: RoleRecord, text: string): Remediation {
  const document = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  }
  const json = JSON.stringify(document)
  return {
    text,
    cli: `aws iam update-assume-role-policy --role-name ${shellWord(record.name)} --policy-document ${shellWord(json)}`,
    cloudformation: properties('AWS::IAM::Role', { AssumeRolePolicyDocument: document }),
    terraform: argumentsOf('aws_iam_role', { name: record.name, assume_role_policy: json }),
  }
}
