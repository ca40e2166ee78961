import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import type { TrustedBy } from '#server/domain/access/access.ts'
import { parseArn } from '#server/domain/arn.ts'
import { shellWord } from '#server/domain/text.ts'
import { judgeTrust, notApplicable, pass } from './execution-role.ts'
import { quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'

const isLambda = ({ kind, principal }: TrustedBy) => kind === 'service' && principal.startsWith('lambda.')
const isBound = ({ conditions }: TrustedBy) =>
  conditions.some((one) => /aws:Source(?:Arn|Account|OrgID|OrgPaths)/i.test(one))

export const roleTrustConfusedDeputy = defineCheck({
  id: 'role-trust-confused-deputy',
  title: 'Trust in Lambda names no function or account',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: null,
  off: 'Lambda takes a role only of its own account and from somebody with iam:PassRole, so there is no deputy to confuse.',
  why: 'An organisation may want each trust in a service to say for which account or function. For Lambda that closes no known hole.',
  references: [REFERENCE.deputy, REFERENCE.executionRole],
  needs: ['roles'],
  elsewhere: ['Prowler iam_role_cross_service_confused_deputy_prevention'],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgeTrust(record, around, ({ access }) => {
      const trusted = access.trust.filter(isLambda)
      if (trusted.length === 0) return notApplicable('Its trust policy does not name Lambda.')
      const free = trusted.filter((one) => !isBound(one))
      if (free.length === 0)
        return pass('Trust in Lambda', trusted.flatMap((one) => one.conditions).join(', '))
      return {
        state: 'fail',
        severity: 'low',
        summary: 'Its trust in Lambda has no aws:SourceArn and no aws:SourceAccount.',
        evidence: free.map(({ statement }) => quoteOf(statement)),
      }
    }),
  remediate: (record, _, around) => {
    const partition = parseArn(record.arn)?.partition ?? 'aws'
    const functions = around.functionsOfRole(record.arn)
    const arns = functions.state === 'known' ? functions.value.map(({ arn }) => arn) : []
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            ArnLike: {
              'aws:SourceArn':
                arns.length > 0 ? arns : [`arn:${partition}:lambda:*:${record.accountId}:function:*`],
            },
          },
        },
      ],
    }
    const json = JSON.stringify(document)
    return {
      text: 'Add the condition to the trust policy. New functions that take the role must be added before.',
      cli: `aws iam update-assume-role-policy --role-name ${shellWord(record.name)} --policy-document ${shellWord(json)}`,
      cloudformation: properties('AWS::IAM::Role', { AssumeRolePolicyDocument: document }),
      terraform: argumentsOf('aws_iam_role', { name: record.name, assume_role_policy: json }),
    }
  },
})
