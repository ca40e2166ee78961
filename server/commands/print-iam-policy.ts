import { iamPolicyDocument } from '#server/collectors/required-permissions.ts'
import { ROLE_TEMPLATE_FORMATS, roleName, roleTemplate } from '#server/domain/role-template.ts'
import { SettingError } from '#server/errors.ts'
import { type SourceOptions, sourcePolicyText } from './source-policy-text.ts'

function trustPolicy(accountId: string, externalId: string | undefined) {
  if (!/^\d{12}$/.test(accountId)) throw new SettingError('--trust takes the 12 digits of an account id.')
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'sts:AssumeRole',
        ...(externalId ? { Condition: { StringEquals: { 'sts:ExternalId': externalId } } } : {}),
      },
    ],
  }
}

type Options = {
  trust?: string
  externalId?: string
  format: string
  roleName: string
} & Partial<SourceOptions>

function template(format: string, { trust, roleName: name }: Pick<Options, 'trust' | 'roleName'>): string {
  const form = ROLE_TEMPLATE_FORMATS.find((one) => one === format)
  if (!form) throw new SettingError('--format takes json, cloudformation or terraform.')
  if (!roleName.safeParse(name).success) throw new SettingError('--role-name takes a name that IAM allows.')
  const actions = iamPolicyDocument().Statement.flatMap((statement) => statement.Action)
  return roleTemplate(form, { trustedAccountId: trust ?? null, roleName: name, actions })
}

/** `sightline iam-policy`: the policy, that of one event source, or trust policy as JSON on standard output, or the whole role as a template. */
export function printIamPolicy(options: Options): void {
  const { trust, externalId, format, eventSource } = options
  if (eventSource !== undefined) {
    process.stdout.write(sourcePolicyText({ ...options, eventSource }))
    return
  }
  const text =
    format === 'json'
      ? `${JSON.stringify(trust ? trustPolicy(trust, externalId) : iamPolicyDocument(), null, 2)}\n`
      : template(format, options)
  process.stdout.write(text)
}
