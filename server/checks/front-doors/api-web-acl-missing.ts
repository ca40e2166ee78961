import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, unknown } from '#server/checks/exposure/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { isPrivate } from '#server/domain/triggers/api-guards.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { surfaceOf } from './api-surface.ts'
import { faultyStages, judgeStages } from './stage-judgement.ts'
import { webAclsBefore } from './web-acls-around.ts'

function isBare(api: ApiRecord, around: Surroundings) {
  return ({ name, webAclArn }: ApiStage) =>
    webAclArn === undefined && webAclsBefore(`${api.arn}/stages/${name}`, api, around).acls.length === 0
}

function evaluate(record: ApiRecord, around: Surroundings): Verdict {
  if (record.protocol !== 'REST')
    return notApplicable(
      'HTTP and WebSocket APIs cannot have a web ACL: put CloudFront with one before them.',
    )
  const closed = isPrivate(record)
  if (closed) return notApplicable('Its endpoint is private: the internet does not get to it.')
  const verdict = judgeStages(record, {
    protocols: ['REST'],
    otherwise: '',
    severity: 'medium',
    fault: isBare(record, around),
    says: 'has no web ACL before it',
    shown: ({ webAclArn }) => webAclArn ?? 'No web ACL of its own',
  })
  if (verdict.state !== 'fail') return verdict
  if (closed === undefined)
    return unknown('It has no web ACL, but whether its endpoint is private was not seen.')
  const surface = surfaceOf(record)
  const isOpen =
    surface.state === 'open' &&
    surface.doors.some(({ route }) => route.authorization === 'NONE' || route.authorization === '')
  return { ...verdict, severity: isOpen ? 'medium' : 'low' }
}

/** Source: API Gateway Developer Guide, "Use AWS WAF to protect your REST APIs". */
export const apiWebAclMissing = defineCheck({
  id: 'api-web-acl-missing',
  title: 'Internet-facing API stage without web ACL',
  group: 'front-doors',
  kind: 'api',
  severity: 'medium',
  severityNote: 'Low where each route to a function has an authorizer.',
  why: 'A web ACL is where floods are limited and known attacks are dropped before they cost an invocation. Without one each request runs the function.',
  references: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html',
  ],
  needs: ['apis', 'web-acls'],
  elsewhere: [
    'Prowler apigateway_restapi_waf_acl_attached',
    'Security Hub APIGateway.4',
    'AWS Config api-gw-associated-with-waf',
    'Checkov CKV2_AWS_29',
  ],
  risks: ['event-data-injection', 'denial-of-service'],
  evaluate,
  remediate: (record, _verdict, around) => {
    const stages = faultyStages(record, isBare(record, around))
    const commands = stages.map(
      ({ name }) =>
        `aws wafv2 associate-web-acl ${regionOf(record)} --web-acl-arn WEB_ACL_ARN --resource-arn ${shellWord(`${record.arn}/stages/${name}`)}`,
    )
    const resource = `${record.arn}/stages/${stages[0]?.name ?? ''}`
    return {
      text: 'Make a web ACL with a rate-based rule and AWS’s managed rules, let it count for some days, then associate it and block. Put its ARN in place of WEB_ACL_ARN.',
      cli: commands.join('\n') || null,
      cloudformation: properties('AWS::WAFv2::WebACLAssociation', {
        ResourceArn: resource,
        WebACLArn: 'WEB_ACL_ARN',
      }),
      terraform: argumentsOf('aws_wafv2_web_acl_association', {
        resource_arn: resource,
        web_acl_arn: 'WEB_ACL_ARN',
      }),
    }
  },
})
