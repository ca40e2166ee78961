import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'

const TOOL_NAMES =
  /\b(?:terraform|terragrunt|opentofu|pulumi|cdk|serverless|sam|cloudformation|ansible|crossplane|sst)\b/i
const MANAGER_KEYS =
  /^(?:managed[-_ ]?by|created[-_ ]?by|provisioned[-_ ]?by|deployed[-_ ]?by|iac|provisioner)$/i
const OWN_KEYS = /^(?:terraform|pulumi:project|serverless:service|sst:app|lambda:createdBy)$/i

/** The tag that says which deployment tool a function is under; undefined where none does. */
export function deploymentTag(record: FunctionRecord): Evidence | undefined {
  const tags = Object.entries(valueOr(record.tags, {}) ?? {})
  const found = tags.find(
    ([key, value]) =>
      key === 'aws:cloudformation:stack-name' ||
      (OWN_KEYS.test(key) && !/^(?:false|no)$/i.test(value)) ||
      (MANAGER_KEYS.test(key) && TOOL_NAMES.test(value)),
  )
  return found && { label: `Tag ${found[0]}`, value: found[1] }
}
