import { asObject, isObject } from '#server/domain/json.ts'
import { unknownText } from '#server/scan/template/unknown.ts'
import { type Properties, sub } from './expansion.ts'
import { managedPolicyArn } from './managed-policies.ts'
import { POLICY_TEMPLATES } from './policy-templates.ts'

export type SplitPolicies = { managed: unknown[]; inline: Properties[]; unknownTemplates: string[] }

/** SAM's Policies in any of their forms: names and ARNs of managed ones, documents, and policy templates put in full. */
export function splitPolicies(value: unknown, prefix: string): SplitPolicies {
  const split: SplitPolicies = { managed: [], inline: [], unknownTemplates: [] }
  const list = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  for (const [index, item] of list.entries()) {
    const PolicyName = `${prefix}Policy${index}`
    if (typeof item === 'string') split.managed.push(item.startsWith('arn:') ? item : managedPolicyArn(item))
    else if (isObject(item) && item.Statement !== undefined)
      split.inline.push({ PolicyName, PolicyDocument: item })
    else if (isObject(item)) addOther(split, item, PolicyName)
  }
  return split
}

function addOther(split: SplitPolicies, item: Properties, PolicyName: string): void {
  const [name = '', ...others] = Object.keys(item)
  if (name === 'Ref' || name.startsWith('Fn::')) {
    split.managed.push(item)
    return
  }
  const template =
    others.length === 0 && Object.hasOwn(POLICY_TEMPLATES, name) ? POLICY_TEMPLATES[name] : undefined
  if (!template) {
    split.unknownTemplates.push(name)
    split.inline.push({ PolicyName, PolicyDocument: unknownText(`policy template ${name}`) })
    return
  }
  const given = asObject(item[name])
  const variables = Object.fromEntries(
    template.parameters.map((parameter) => [parameter, given[parameter] ?? unknownText(parameter)]),
  )
  const Statement = template.statements.map(([actions, resources]) => ({
    Effect: 'Allow',
    Action: actions.split(' '),
    Resource: resources.map((resource) => sub(resource, variables)),
  }))
  split.inline.push({ PolicyName, PolicyDocument: { Version: '2012-10-17', Statement } })
}
