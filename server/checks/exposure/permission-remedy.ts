import type { Remediation } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf, type TemplateValue } from '#server/checks/remedy.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'

export type PermissionPlace = { sid: string | null; qualifier: string | null }

/** Removes statements from the policies of a function; null where one has no id by which to remove it. */
export function removePermissions(fn: FunctionRecord, statements: readonly PermissionPlace[]): string | null {
  const lines = statements.flatMap(({ sid, qualifier }) => {
    if (sid === null) return []
    const at = qualifier === null ? '' : ` --qualifier ${shellWord(qualifier)}`
    return [
      `aws lambda remove-permission ${regionOf(fn)} --function-name ${shellWord(fn.name)}${at} --statement-id ${shellWord(sid)}`,
    ]
  })
  return lines.length === 0 ? null : [...new Set(lines)].join('\n')
}

/** A grant as it should be, in both template languages: one principal, bound to a source. */
export function permissionTemplates(
  fn: FunctionRecord,
  qualifier: string | null,
  grant: {
    principal: string
    action?: string
    sourceArn?: TemplateValue
    sourceAccount?: string
    token?: string
  },
): Pick<Remediation, 'cloudformation' | 'terraform'> {
  const { principal, action = 'lambda:InvokeFunction', sourceArn, sourceAccount, token } = grant
  const target = qualifier === null ? fn.name : `${fn.name}:${qualifier}`
  return {
    cloudformation: properties('AWS::Lambda::Permission', {
      FunctionName: target,
      Action: action,
      Principal: principal,
      ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }),
      ...(sourceAccount === undefined ? {} : { SourceAccount: sourceAccount }),
      ...(token === undefined ? {} : { EventSourceToken: token }),
    }),
    terraform: argumentsOf('aws_lambda_permission', {
      function_name: fn.name,
      ...(qualifier === null ? {} : { qualifier }),
      action,
      principal,
      ...(sourceArn === undefined ? {} : { source_arn: sourceArn }),
      ...(sourceAccount === undefined ? {} : { source_account: sourceAccount }),
      ...(token === undefined ? {} : { event_source_token: token }),
    }),
  }
}
