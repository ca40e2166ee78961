import { parseArn } from '#server/domain/arn.ts'

/** The trust policy of a member account's role: only the watching account, and only with the external id. */
export function trustPolicy(watcherAccountId: string, externalId: string, partition = 'aws'): string {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${watcherAccountId}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  }
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2)
}

/** The account that a role's ARN names; null when it is not the ARN of a role. */
export function accountOfRole(arn: string): string | null {
  const parsed = parseArn(arn.trim())
  return parsed?.service === 'iam' && parsed.resource.startsWith('role/') && /^\d{12}$/.test(parsed.accountId)
    ? parsed.accountId
    : null
}

/** Region names out of free text, in the order given, each once. */
export function regionsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))]
}

/** What of a list does not look like a region's name, such as eu-west-1 or us-gov-east-1. */
export function oddRegions(regions: string[]): string[] {
  return regions.filter((region) => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
}
