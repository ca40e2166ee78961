import { parseArn } from '#server/domain/arn.ts'

const HOSTS: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

/** The function's page in the AWS console of its partition. */
export function consoleHref(row: { arn: string; name: string; region: string }): string {
  const host = HOSTS[parseArn(row.arn)?.partition ?? 'aws'] ?? HOSTS.aws
  const region = encodeURIComponent(row.region)
  return `https://${region}.${host}/lambda/home?region=${region}#/functions/${encodeURIComponent(row.name)}`
}
