import { iamPolicyDocument } from '#server/collectors/required-permissions.ts'
import { SettingError } from '#server/errors.ts'

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

/** `sightline iam-policy`: JSON on standard output, ready for `aws iam put-role-policy`. */
export function printIamPolicy(options: { trust?: string; externalId?: string }): void {
  const policy = options.trust ? trustPolicy(options.trust, options.externalId) : iamPolicyDocument()
  process.stdout.write(`${JSON.stringify(policy, null, 2)}\n`)
}
