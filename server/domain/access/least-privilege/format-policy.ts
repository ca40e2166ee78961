import { parseJson } from '#server/domain/json.ts'
import { terraformText } from './format-terraform.ts'
import { cloudFormationText, samText } from './format-yaml.ts'
import { type JsonPolicy, readPolicy, toJsonStatement } from './normal-statement.ts'
import { MAX_INLINE_CHARACTERS, policyCharacters, splitPolicy } from './split-policy.ts'

export type PolicyTextFormat = 'json' | 'sam' | 'terraform' | 'cfn'
export type FormattedPolicy = { text: string; warnings: string[] }

/**
 * A policy as JSON, or as a snippet of SAM, Terraform or CloudFormation that gives it to the role. A policy above the
 * limit of inline policies (10,240 characters without white space) is cut into managed ones. @throws TypeError when the
 * text is no policy.
 */
export function formatPolicy(
  policy: JsonPolicy | string,
  format: PolicyTextFormat,
  names: { roleName: string; functionName?: string },
): FormattedPolicy {
  const document = readDocument(policy)
  const parts = splitPolicy(document)
  const warnings: string[] = []
  if (parts.length > 1)
    warnings.push(
      `The policy has ${policyCharacters(document)} characters, and a role's inline policies may have ${MAX_INLINE_CHARACTERS}: cut into ${parts.length} managed policies of at most 6144.`,
    )
  if (parts.length > 10) warnings.push('A role takes 10 managed policies unless its quota was raised.')
  if (document.Statement.length === 0) warnings.push('The policy has no statement: IAM does not take it.')
  const isTemplate = format === 'sam' || format === 'cfn'
  if (isTemplate && JSON.stringify(document).includes('{{resolve:'))
    warnings.push('A value holds {{resolve:…}}, which CloudFormation replaces: look before you deploy it.')
  return { text: textOf(parts, format, names), warnings }
}

function textOf(
  parts: JsonPolicy[],
  format: PolicyTextFormat,
  names: { roleName: string; functionName?: string },
): string {
  switch (format) {
    case 'sam':
      return samText(parts, names)
    case 'cfn':
      return cloudFormationText(parts, names)
    case 'terraform':
      return terraformText(parts, names)
    default:
      return `${JSON.stringify(parts.length === 1 ? parts[0] : parts, null, 2)}\n`
  }
}

function readDocument(policy: JsonPolicy | string): JsonPolicy {
  const parsed = typeof policy === 'string' ? parseJson(policy) : policy
  const statements = readPolicy({ raw: '', parsed })
  if (!statements) throw new TypeError('this text is no policy')
  return { Version: '2012-10-17', Statement: statements.map(toJsonStatement) }
}
