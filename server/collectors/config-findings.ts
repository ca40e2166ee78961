import {
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRulesCommand,
  GetComplianceDetailsByConfigRuleCommand,
} from '@aws-sdk/client-config-service'
import { paginateAll } from '#server/aws/paginate.ts'
import { asObject, asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { CollectorContext } from './define-collector.ts'
import { defineFindings } from './define-findings.ts'
import { FINDING_OPERATIONS } from './finding-operations.ts'
import { readConfigResult } from './read-config-result.ts'
import { readEach } from './read-each.ts'

const { configRules, configCompliance, configResults } = FINDING_OPERATIONS

const RESOURCE_TYPES = new Set([
  'AWS::Lambda::Function',
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Stage',
  'AWS::SQS::Queue',
])

/** Security Hub tells of the rules that it made itself, under its controls' names. */
const TOLD_ELSEWHERE = 'securityhub.amazonaws.com'

/**
 * Functions, APIs and queues that rules of AWS Config call not compliant. Only rules are asked for details that
 * something fails, and whose scope can hold one of these.
 */
export const configFindings = defineFindings({
  id: 'config-findings',
  title: 'AWS Config findings',
  source: 'config',
  changedBy: ['config.amazonaws.com'],
  operations: Object.values({ configRules, configCompliance, configResults }),
  async *read(context, roleArns) {
    const { names, complete: allFailing } = await failingRules(context)
    if (names.size === 0) return { complete: allFailing }
    const { rules, complete: allRules } = await rulesNamed(context, names)
    let complete = allFailing && allRules
    for (const rule of rules) {
      const ConfigRuleName = asText(rule.ConfigRuleName)
      const paging = {
        operation: configResults,
        command: (NextToken: string | undefined) =>
          new GetComplianceDetailsByConfigRuleCommand({
            ConfigRuleName,
            ComplianceTypes: ['NON_COMPLIANT'],
            Limit: 100,
            NextToken,
          }),
        items: 'EvaluationResults',
        token: 'NextToken',
        options: { resource: ConfigRuleName },
      }
      const end = yield* readEach(context, paging, (item) => readConfigResult(context, rule, item, roleArns))
      complete = complete && (end.complete || end.failure?.state === 'not-found')
    }
    return { complete }
  },
})

async function failingRules(context: CollectorContext): Promise<{ names: Set<string>; complete: boolean }> {
  const { items, complete } = await paginateAll(context, {
    operation: configCompliance,
    command: (NextToken) =>
      new DescribeComplianceByConfigRuleCommand({ ComplianceTypes: ['NON_COMPLIANT'], NextToken }),
    items: 'ComplianceByConfigRules',
    token: 'NextToken',
  })
  return { names: new Set(asTexts(items.map((item) => asObject(item).ConfigRuleName))), complete }
}

async function rulesNamed(
  context: CollectorContext,
  names: ReadonlySet<string>,
): Promise<{ rules: JsonObject[]; complete: boolean }> {
  const { items, complete } = await paginateAll(context, {
    operation: configRules,
    command: (NextToken) => new DescribeConfigRulesCommand({ NextToken }),
    items: 'ConfigRules',
    token: 'NextToken',
  })
  return { rules: items.map(asObject).filter((rule) => isOfInterest(rule, names)), complete }
}

function isOfInterest(rule: JsonObject, names: ReadonlySet<string>): boolean {
  const name = asText(rule.ConfigRuleName)
  if (name === undefined || !names.has(name) || rule.CreatedBy === TOLD_ELSEWHERE) return false
  const scope = asTexts(asObject(rule.Scope).ComplianceResourceTypes)
  return scope.length === 0 || scope.some((type) => RESOURCE_TYPES.has(type))
}
