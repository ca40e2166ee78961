import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, whyUnseen } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { withoutFunctions } from './graphql-api-key.ts'
import { webAclsBefore } from './web-acls-around.ts'

function evaluate(record: GraphqlApiRecord, around: Surroundings): Verdict {
  const none = withoutFunctions(record)
  if (none) return none
  if (record.visibility.state === 'known' && record.visibility.value === 'PRIVATE')
    return notApplicable('It is private: the internet does not get to it.')
  if (record.webAclArn.state === 'known') return pass({ label: 'Web ACL', value: record.webAclArn.value })
  const [first] = webAclsBefore(record.arn, record, around).acls
  if (first) return pass({ label: 'Web ACL', value: first.arn })
  const hidden =
    whyUnseen('Its web ACL', record.webAclArn) ?? whyUnseen('Whether it is private', record.visibility)
  if (hidden) return unknown(hidden)
  return {
    state: 'fail',
    severity: 'medium',
    summary: `GraphQL API ${record.name} faces the internet with no web ACL before it.`,
    evidence: [
      { label: 'Visibility', value: 'GLOBAL' },
      { label: 'Web ACL', value: 'None' },
    ],
  }
}

/** Source: AppSync Developer Guide, "Using AWS WAF to protect your APIs". */
export const graphqlWebAclMissing = defineCheck({
  id: 'graphql-web-acl-missing',
  title: 'GraphQL API without web ACL',
  group: 'front-doors',
  kind: 'graphql-api',
  severity: 'medium',
  severityNote: null,
  why: 'One GraphQL request can ask for many fields and run many functions. A web ACL limits rates and body sizes before that.',
  references: ['https://docs.aws.amazon.com/appsync/latest/devguide/WAF-Integration.html'],
  needs: ['graphql-apis', 'web-acls'],
  elsewhere: ['Checkov CKV2_AWS_33', 'AWS Config appsync-associated-with-waf'],
  risks: ['denial-of-service', 'event-data-injection'],
  evaluate,
  remediate: (record) => ({
    text: 'Make a web ACL with a rate-based rule and a limit of the body’s size, let it count for some days, then associate it and block. Put its ARN in place of WEB_ACL_ARN.',
    cli: `aws wafv2 associate-web-acl ${regionOf(record)} --web-acl-arn WEB_ACL_ARN --resource-arn ${shellWord(record.arn)}`,
    cloudformation: properties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: record.arn,
      WebACLArn: 'WEB_ACL_ARN',
    }),
    terraform: argumentsOf('aws_wafv2_web_acl_association', {
      resource_arn: record.arn,
      web_acl_arn: 'WEB_ACL_ARN',
    }),
  }),
})
