import { allRegions } from '#demo/estate/names.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { asList, type Call, type Operation } from './call.ts'
import { networkOperations } from './ec2-network.ts'

function describeRegions({ input, world, hostile }: Call): unknown {
  const wanted = Array.isArray(input.RegionName) ? input.RegionName.map(String) : undefined
  const missing = wanted?.filter((name) => !allRegions.some(([region]) => region === name)) ?? []
  if (missing.length > 0) {
    throw new AwsError('InvalidParameterValue', 400, `Invalid region names: [${missing.join(', ')}]`)
  }
  const everything = String(input.AllRegions ?? 'false') === 'true'
  const statuses = asList(input.Filter)
    .filter((filter) => filter.Name === 'opt-in-status')
    .flatMap((filter) => (Array.isArray(filter.Value) ? filter.Value.map(String) : []))
  const regions = allRegions
    .map(([regionName]) => ({
      regionName,
      regionEndpoint: `ec2.${regionName}.amazonaws.com`,
      optInStatus: world.estate.regionStatus(regionName),
      ...(hostile ? { futureField: '<b>new</b>' } : {}),
    }))
    .filter(({ regionName }) => !wanted || wanted.includes(regionName))
    .filter(({ optInStatus }) => everything || wanted || optInStatus !== 'not-opted-in')
    .filter(({ optInStatus }) => statuses.length === 0 || statuses.includes(optInStatus))
  return { regionInfo: regions }
}

export const ec2Operations: Record<string, Operation> = {
  ...networkOperations,
  DescribeRegions: { bucket: { name: 'describe', perSecond: 20 }, run: describeRegions },
}
