import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import { shellWord } from '#server/domain/text.ts'
import { notApplicable, pass, unknown, whyUnseen } from './execution-role.ts'
import { REFERENCE } from './role-references.ts'

export const roleMissing = defineCheck({
  id: 'role-missing',
  title: 'Execution role is gone',
  group: 'identity',
  kind: 'function',
  severity: 'high',
  severityNote: null,
  why: 'The function fails on each call. Whoever may create roles can make one of that name and decide what the function may do.',
  references: [
    REFERENCE.executionRole,
    'https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html',
  ],
  needs: ['functions', 'roles'],
  elsewhere: ['Cloud Custodian c7n#6990'],
  risks: ['ungoverned-assets', 'over-privileged-roles'],
  evaluate: (record, around) => {
    const { roleArn } = record
    if (roleArn.state === 'absent') return notApplicable('It has no execution role.')
    if (roleArn.state !== 'known') return unknown(`Its execution role: ${whyUnseen(roleArn)}.`)
    const role = around.find('role', roleArn.value)
    if (role.state === 'known') return pass('Execution role', roleArn.value)
    if (role.state !== 'absent') return unknown(`Whether its role exists: ${whyUnseen(role)}.`)
    return {
      state: 'fail',
      severity: 'high',
      summary: `Its execution role ${roleArn.value} does not exist.`,
      evidence: [{ label: 'Execution role', value: roleArn.value }],
    }
  },
  remediate: (record) => {
    const arn = record.roleArn.state === 'known' ? record.roleArn.value : ''
    const [name = record.name, ...folders] = (parseArn(arn)?.resource.split('/') ?? []).slice(1).reverse()
    const path = folders.length > 0 ? `/${folders.reverse().join('/')}/` : '/'
    const document = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }
    return {
      text: 'Make the role again with the policies that the function needs, then set it on the function once more, as Lambda remembers the id of the old one. Delete the function if nobody misses it.',
      cli: [
        `aws iam create-role --role-name ${shellWord(name)} --path ${shellWord(path)} --assume-role-policy-document ${shellWord(JSON.stringify(document))}`,
        `aws lambda update-function-configuration ${regionOf(record)} --function-name ${shellWord(record.name)} --role ${shellWord(arn)}`,
      ].join('\n'),
      cloudformation: properties('AWS::IAM::Role', {
        RoleName: name,
        Path: path,
        AssumeRolePolicyDocument: document,
      }),
      terraform: argumentsOf('aws_iam_role', { name, path, assume_role_policy: JSON.stringify(document) }),
    }
  },
})
