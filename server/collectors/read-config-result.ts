import { absent } from '#server/domain/field.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { CollectorContext } from './define-collector.ts'
import type { FoundFinding } from './define-findings.ts'
import { findingSubjects } from './finding-subject.ts'
import { readTime } from './read-field.ts'

/** Reads what one rule says of one resource; undefined for resources of other types. */
export function readConfigResult(
  context: CollectorContext,
  rule: JsonObject,
  from: JsonObject,
  roleArns: ReadonlySet<string> | undefined,
): FoundFinding | undefined {
  const qualifier = asObject(asObject(from.EvaluationResultIdentifier).EvaluationResultQualifier)
  const name = asText(qualifier.ConfigRuleName) ?? asText(rule.ConfigRuleName)
  const type = asText(qualifier.ResourceType)
  const id = asText(qualifier.ResourceId)
  if (name === undefined || type === undefined || id === undefined) return undefined
  const { account, region } = context
  const resourceArns = findingSubjects([arnOf(context, type, id)], roleArns)
  return {
    arn: `arn:${account.partition}:config:${region}:${account.id}:compliance/${name}/${type}/${id}`,
    name: `Not compliant with ${name}`,
    product: 'AWS Config',
    rule: name,
    severity: 'medium',
    description: asText(from.Annotation) ?? asText(rule.Description) ?? '',
    resourceArns,
    vulnerability: absent(),
    firstSeenAt: absent(),
    lastSeenAt: readTime(from, 'ResultRecordedTime'),
    url: null,
  }
}

/** Config names most resources by their id alone; roles' ids say nothing of their name. */
function arnOf({ account, region }: CollectorContext, type: string, id: string): string | undefined {
  if (id.startsWith('arn:')) return id
  const place = `arn:${account.partition}`
  switch (type) {
    case 'AWS::Lambda::Function':
      return `${place}:lambda:${region}:${account.id}:function:${id}`
    case 'AWS::ApiGateway::RestApi':
      return `${place}:apigateway:${region}::/restapis/${id}`
    case 'AWS::ApiGatewayV2::Api':
      return `${place}:apigateway:${region}::/apis/${id}`
    case 'AWS::SQS::Queue':
      return queueArn(place, id)
    default:
      return undefined
  }
}

function queueArn(place: string, url: string): string | undefined {
  const [, region, accountId, name] =
    /^https:\/\/sqs\.([a-z0-9-]+)\.[^/]+\/(\d{12})\/([^/]+)$/.exec(url) ?? []
  return name === undefined ? undefined : `${place}:sqs:${region}:${accountId}:${name}`
}
