import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { expect, it } from 'vitest'
import { clientsOf, failureOf, startForTest } from '#demo/testing/start.ts'

it('lists enabled regions, and all when asked', async () => {
  const { ec2 } = await startForTest()
  const enabled = await ec2.send(new DescribeRegionsCommand({}))
  const all = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }))
  expect(all.Regions).toHaveLength(17)
  expect(enabled.Regions?.every((region) => region.OptInStatus === 'opt-in-not-required')).toBe(true)
  expect(enabled.Regions?.map((region) => region.RegionName)).toEqual(
    expect.arrayContaining(['eu-west-1', 'us-east-1']),
  )
  expect(all.Regions?.find((region) => region.RegionName === 'me-south-1')?.OptInStatus).toBe('not-opted-in')
})

it('shows a disabled region as such and refuses calls there', async () => {
  const { demo, ec2 } = await startForTest({ disabledRegions: ['us-east-1'] })
  const all = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }))
  expect(all.Regions?.find((region) => region.RegionName === 'us-east-1')?.OptInStatus).toBe('not-opted-in')
  const there = clientsOf(demo, 'us-east-1')
  expect(await failureOf(there.ec2.send(new DescribeRegionsCommand({})))).toMatchObject({
    name: 'AuthFailure',
    status: 401,
  })
})

it('refuses a region that does not exist', async () => {
  const { ec2 } = await startForTest()
  expect(await failureOf(ec2.send(new DescribeRegionsCommand({ RegionNames: ['mars-1'] })))).toEqual({
    name: 'InvalidParameterValue',
    status: 400,
    message: 'Invalid region names: [mars-1]',
  })
})
