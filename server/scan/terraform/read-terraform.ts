import { parseArn } from '#server/domain/arn.ts'
import { asObject, asText } from '#server/domain/json.ts'
import { JsonReader } from '#server/scan/source/json-reader.ts'
import { type Home, NO_ACCOUNT, NO_REGION } from '#server/scan/template/home.ts'
import type { TemplateResource } from '#server/scan/template/template.ts'
import { Attributes, set } from './attributes.ts'
import { foldParts } from './fold-parts.ts'
import { cloudFormationType } from './planned-types.ts'
import { type Plan, readPlan } from './read-plan.ts'
import { References } from './references.ts'
import { APIS } from './translate-apis.ts'
import { EVENTS } from './translate-events.ts'
import { LAMBDA } from './translate-lambda.ts'
import { OTHERS } from './translate-others.ts'
import type { Translation } from './translation.ts'

const TRANSLATIONS: Record<string, Translation> = { ...LAMBDA, ...APIS, ...EVENTS, ...OTHERS }

/** Whether JSON is a plan: `terraform show -json` begins with these members. */
export function isPlan(head: string): boolean {
  return (
    /"(format_version|terraform_version)"\s*:/.test(head) &&
    /"(planned_values|variables|resource_changes)"/.test(head)
  )
}

/** Reads a plan in JSON. Throws UnreadableError. */
export function readTerraform(
  content: Uint8Array,
  parameters: ReadonlyMap<string, string>,
): { resources: TemplateResource[]; home: Home; others: ReadonlyMap<string, number> } {
  const plan = readPlan(new JsonReader(content))
  const home = homeOfPlan(plan, parameters)
  const references = new References(plan, home)
  const resources = plan.resources.flatMap((planned): TemplateResource[] => {
    const translate = TRANSLATIONS[planned.type]
    if (!translate || planned.mode !== 'managed') return []
    const attributes = new Attributes(planned.values, references.expressionsOf(planned), (expression) =>
      references.valueOf(expression, planned),
    )
    const { name, arn = '' } = references.naming(planned)
    return [
      {
        id: planned.address,
        type: cloudFormationType(planned.type),
        name,
        arn,
        properties: set(translate(attributes)),
        place: planned.place,
        written: {},
      },
    ]
  })
  return { resources: foldParts(qualifiedAliases(resources)), home, others: plan.others }
}

/** The ARN of an alias is that of its function with its name. */
function qualifiedAliases(resources: TemplateResource[]): TemplateResource[] {
  return resources.map((resource) => {
    if (resource.type !== 'AWS::Lambda::Alias' || resource.arn !== '') return resource
    return { ...resource, arn: `${asText(resource.properties.FunctionName) ?? ''}:${resource.name}` }
  })
}

/** Where the plan would be deployed: what was said, what the provider is told, or what existing resources show. */
function homeOfPlan(plan: Plan, parameters: ReadonlyMap<string, string>): Home {
  const arns = plan.resources.flatMap(({ values, type }) =>
    type === 'aws_s3_bucket' ? [] : [parseArn(asText(values.arn) ?? '')],
  )
  const seen = (part: 'accountId' | 'region') => arns.map((arn) => arn?.[part]).find((text) => text)
  const { constant_value: region, references = [] } = asObject(plan.providerRegion)
  const [variable] = [references].flat().map((one) => /^var\.(.+)$/.exec(String(one))?.[1])
  const fromVariable = variable === undefined ? undefined : asText(asObject(plan.variables[variable]).value)
  const senders = new Set(plan.resources.flatMap(({ values }) => asText(values.source_account) ?? []))
  const onlySender = senders.size === 1 ? [...senders][0] : undefined
  return {
    accountId:
      parameters.get('AWS::AccountId') ??
      asText(plan.caller.account_id) ??
      seen('accountId') ??
      onlySender ??
      NO_ACCOUNT,
    region:
      parameters.get('AWS::Region') ??
      asText(plan.caller.region) ??
      asText(region) ??
      fromVariable ??
      seen('region') ??
      NO_REGION,
    partition: parameters.get('AWS::Partition') ?? arns.find((arn) => arn)?.partition ?? 'aws',
  }
}
