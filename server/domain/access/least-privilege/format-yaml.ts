import type { JsonPolicy } from './normal-statement.ts'
import { plainName } from './plain-name.ts'

type Names = { roleName: string; functionName?: string }

/**
 * A YAML double-quoted scalar. Everything but printable ASCII is escaped, so that no name can end the string, start a
 * comment or hide its direction. Source: YAML 1.2, 5.7 Escaped Characters.
 */
export function yamlString(text: string): string {
  const escaped = Array.from(text.toWellFormed(), (character) => {
    const code = character.codePointAt(0) ?? 0
    if (character === '"' || character === '\\') return `\\${character}`
    if (code >= 0x20 && code < 0x7f) return character
    if (code <= 0xff) return `\\x${hex(code, 2)}`
    return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
  })
  return `"${escaped.join('')}"`
}

const hex = (code: number, digits: number) => code.toString(16).toUpperCase().padStart(digits, '0')

/** Lines of a value in YAML's block style; texts are always quoted, keys that are no plain words too. */
export function yamlLines(value: unknown): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return ['[]']
    return value.flatMap((item) => yamlLines(item).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`))
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    if (entries.length === 0) return ['{}']
    return entries.flatMap(([key, item]) => {
      const name = /^[A-Za-z][A-Za-z0-9]*$/.test(key) ? key : yamlString(key)
      const lines = yamlLines(item)
      const isBlock = typeof item === 'object' && item !== null && Object.keys(item).length > 0
      return isBlock ? [`${name}:`, ...lines.map((line) => `  ${line}`)] : [`${name}: ${lines[0] ?? '""'}`]
    })
  }
  return [yamlString(String(value))]
}

const toText = (value: unknown) => `${yamlLines(value).join('\n')}\n`

/**
 * Policies on an AWS::Serverless::Function, for which SAM makes the role. Too long ones become managed policies beside it.
 */
export function samText(parts: JsonPolicy[], { functionName, roleName }: Names): string {
  const name = plainName(functionName ?? roleName)
  const isSplit = parts.length > 1
  const managed = isSplit ? parts.map((part, i) => managedPolicy(`${name}LeastPrivilege${i + 1}`, part)) : []
  const policies = isSplit ? managed.map(([id]) => ({ Ref: id })) : parts
  return toText({
    Resources: {
      [`${name}Function`]: { Type: 'AWS::Serverless::Function', Properties: { Policies: policies } },
      ...Object.fromEntries(managed),
    },
  })
}

function managedPolicy(id: string, PolicyDocument: JsonPolicy, more: object = {}): [string, object] {
  return [id, { Type: 'AWS::IAM::ManagedPolicy', Properties: { ...more, PolicyDocument } }]
}

/** AWS::IAM::RolePolicy, or managed policies where one inline policy would be too long. */
export function cloudFormationText(parts: JsonPolicy[], { roleName }: Names): string {
  const id = `${plainName(roleName)}LeastPrivilege`
  const [policy] = parts
  if (parts.length === 1 && policy) {
    const Properties = { RoleName: roleName, PolicyName: 'least-privilege', PolicyDocument: policy }
    return toText({ Resources: { [id]: { Type: 'AWS::IAM::RolePolicy', Properties } } })
  }
  const managed = parts.map((part, i) => managedPolicy(`${id}${i + 1}`, part, { Roles: [roleName] }))
  return toText({ Resources: Object.fromEntries(managed) })
}
