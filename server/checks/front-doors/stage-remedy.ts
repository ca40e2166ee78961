import { argumentsOf, properties, regionOf, type TemplateValue } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import type { ApiRecord, ApiStage } from '#server/domain/records/api-record.ts'
import { shellWord } from '#server/domain/text.ts'

/** Patches stages of a REST API: each operation is `path` and `value`. */
export function patchStages(
  api: ApiRecord,
  stages: readonly ApiStage[],
  ...changes: [string, string][]
): string | null {
  if (stages.length === 0) return null
  const operations = changes
    .map(([path, value]) => shellWord(`op=replace,path=${path},value=${value}`))
    .join(' ')
  return stages
    .map(
      ({ name }) =>
        `aws apigateway update-stage ${regionOf(api)} --rest-api-id ${shellWord(api.apiId)} --stage-name ${shellWord(name)} --patch-operations ${operations}`,
    )
    .join('\n')
}

/** Updates stages of an HTTP or WebSocket API with these options. */
export function updateStages(api: ApiRecord, stages: readonly ApiStage[], options: string): string | null {
  if (stages.length === 0) return null
  return stages
    .map(
      ({ name }) =>
        `aws apigatewayv2 update-stage ${regionOf(api)} --api-id ${shellWord(api.apiId)} --stage-name ${shellWord(name)} ${options}`,
    )
    .join('\n')
}

/** A stage's properties in both template languages, for REST APIs or the others. */
export function stageTemplates(
  api: ApiRecord,
  rest: { cloudformation: Record<string, TemplateValue>; terraform: Record<string, TemplateValue> | null },
  other: {
    cloudformation: Record<string, TemplateValue>
    terraform: Record<string, TemplateValue> | null
  } = rest,
): { cloudformation: string; terraform: string | null } {
  const isRest = api.protocol === 'REST'
  const { cloudformation, terraform } = isRest ? rest : other
  return {
    cloudformation: properties(
      isRest ? 'AWS::ApiGateway::Stage' : 'AWS::ApiGatewayV2::Stage',
      cloudformation,
    ),
    terraform:
      terraform && argumentsOf(isRest ? 'aws_api_gateway_stage' : 'aws_apigatewayv2_stage', terraform),
  }
}

/** Where access logs of an API could go: a log group of its name that has to be made. */
export function logGroupFor(api: ApiRecord): string {
  const partition = parseArn(api.arn)?.partition ?? 'aws'
  return `arn:${partition}:logs:${api.region}:${api.accountId}:log-group:/aws/apigateway/${api.apiId}`
}
