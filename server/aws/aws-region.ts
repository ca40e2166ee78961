import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'

/** Regions that every account has from the start; all others must be opted into. Source: AWS account management guide. */
const ALWAYS_ON = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
])

export function isOptInRegion(region: string): boolean {
  return !ALWAYS_ON.has(region) && !region.startsWith('us-gov-') && !region.startsWith('cn-')
}

/** Where the partition's global services (IAM, billing metrics) are asked. */
export function globalEndpointRegion(partition: string): string {
  if (partition === 'aws-cn') return 'cn-north-1'
  if (partition === 'aws-us-gov') return 'us-gov-west-1'
  return 'us-east-1'
}

/** The region whose endpoint serves `region`, which may be `global`. */
export function endpointRegion(region: string, partition: string): string {
  return region === GLOBAL_REGION ? globalEndpointRegion(partition) : region
}

/** What the partition's host names end in. */
export function dnsSuffix(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
}
