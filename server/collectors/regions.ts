import { call } from '#server/aws/call.ts'
import { DescribeRegionsCommand } from '#server/aws/ec2.ts'
import type { Operation } from '#server/aws/operation.ts'
import { asArray, asObject, asText } from '#server/domain/json.ts'
import { type Completion, defineCollector } from './define-collector.ts'

/** `optInStatus` as AWS gives it: opt-in-not-required, opted-in, not-opted-in, or something newer. */
export type RegionState = { region: string; enabled: boolean; optInStatus: string }

const describeRegions: Operation = {
  service: 'ec2',
  name: 'DescribeRegions',
  permission: 'ec2:DescribeRegions',
  costUsd: 0,
  hides: 'which regions are enabled, so that a function in a forgotten region stays unseen',
}

export const regions = defineCollector<RegionState>({
  id: 'regions',
  title: 'Regions',
  scope: 'account',
  operations: [describeRegions],
  async *collect(context): AsyncGenerator<RegionState[], Completion> {
    const result = await call(context, describeRegions, new DescribeRegionsCommand({ AllRegions: true }))
    if (result.state !== 'ok') return { complete: false }
    const found: RegionState[] = []
    for (const item of asArray(asObject(result.output).Regions)) {
      const { RegionName: name, OptInStatus: status } = asObject(item)
      const region = asText(name)
      const optInStatus = asText(status) ?? 'unknown'
      if (region) found.push({ region, enabled: optInStatus !== 'not-opted-in', optInStatus })
    }
    if (found.length === 0) {
      const message = 'answer names no region'
      context.report.addProblem(describeRegions, { state: 'malformed', code: 'MalformedAnswer', message })
      return { complete: false }
    }
    yield found.sort((a, b) => (a.region < b.region ? -1 : 1))
    return { complete: true }
  },
})
