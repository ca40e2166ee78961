import { describe, expect, it } from 'vitest'
import { valueOr } from '#server/domain/field.ts'
import { countOf, isOpen, valuesOf } from '#server/testing/field-values.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { codeSigningConfigs } from './code-signing-configs.ts'
import { functions } from './functions.ts'
import { graphqlApis } from './graphql-apis.ts'
import { imageRepositories } from './image-repositories.ts'
import { kmsKeys } from './kms-keys.ts'
import { layers } from './layers.ts'
import { logGroups } from './log-groups.ts'
import { trails } from './trails.ts'
import { vpcs } from './vpcs.ts'

const demo = openDemo({ functions: 400, accounts: 2 })
const ok = { status: 'ok', complete: true, problems: [] }

async function functionsOf(account = 0) {
  const { items } = await demo.run(functions, undefined, { account })
  return items.flatMap((item) => (item.kind === 'function' ? [item] : []))
}

describe('log groups', () => {
  it('are those of functions with their retention, and others that functions name', async () => {
    const found = await demo.run(logGroups, ['/aws/rds/proxy/orders', '/aws/lambda/inside', '/gone'])
    expect(found).toMatchObject({ ...ok, calls: Math.ceil((found.items.length - 1) / 50) + 2 })
    const names = found.items.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => !name.startsWith('/aws/lambda/'))).toEqual(['/aws/rds/proxy/orders'])
    expect(found.items[0]).toMatchObject({
      arn: `arn:aws:logs:eu-west-1:111122223333:log-group:${names[0]}`,
      storedBytes: { state: 'known' },
      createdAt: { value: expect.stringMatching(/^20\d\d-/) },
      unknownFields: [],
    })
    const forever = found.items.filter(({ retentionDays }) => retentionDays.state === 'absent').length
    expect(forever).toBeGreaterThan(2)
    expect(forever).toBeLessThan(names.length / 4)
    expect(valuesOf(found.items.map(({ kmsKeyArn }) => kmsKeyArn))[0]).toMatch(/^arn:aws:kms:/)
  })
})

describe('trails', () => {
  it('are in each region those that record it, whatever their home', async () => {
    const here = await demo.run(trails, undefined)
    const there = await demo.run(trails, undefined, { region: 'us-east-1' })
    expect(here).toMatchObject({ ...ok, calls: 3 })
    expect(here.items.map(({ name, region }) => [name, region])).toEqual([['company-trail', 'eu-west-1']])
    expect(there.items.map(({ name, region }) => [name, region])).toEqual([
      ['company-trail', 'us-east-1'],
      ['uploads-audit', 'us-east-1'],
    ])
    const all = { resourceType: 'AWS::Lambda::Function', resources: [], readWrite: 'All', narrowed: false }
    expect(here.items[0]).toMatchObject({
      isMultiRegion: { value: true },
      isLogging: { value: true },
      validatesLogFiles: { value: true },
      deliveryError: { state: 'absent' },
      managementEvents: { value: 'all' },
      dataEvents: { value: [all] },
      unknownFields: [],
    })
    expect(there.items[1]).toMatchObject({ isLogging: { value: false }, managementEvents: { value: 'none' } })
  })

  it('with advanced selectors are read in the same form', async () => {
    const { items } = await demo.run(trails, undefined, { account: 1 })
    expect(items[0]).toMatchObject({
      validatesLogFiles: { value: false },
      managementEvents: { value: 'write' },
      dataEvents: {
        value: [
          {
            resourceType: 'AWS::Lambda::Function',
            resources: [expect.stringContaining(':function:exports-')],
            readWrite: 'All',
            narrowed: true,
          },
        ],
      },
    })
  })

  it.each([
    ['GetTrailStatus', 'isLogging'],
    ['GetEventSelectors', 'dataEvents'],
  ] as const)('whose %s is denied are known but for that', async (operation, field) => {
    demo.aws.setFaults([{ service: 'cloudtrail', operation, kind: 'denied' }])
    const found = await demo.run(trails, undefined)
    expect(found).toMatchObject({ status: 'partial', complete: true })
    expect(found.items[0]).toMatchObject({
      isMultiRegion: { value: true },
      [field]: { state: 'denied', permission: `cloudtrail:${operation}` },
    })
  })
})

describe('layers', () => {
  it('have their latest version and those in use, and say which were deleted by leaving them out', async () => {
    const used = [...new Set((await functionsOf()).flatMap((fn) => valueOr(fn.layers, []) ?? []))]
    const found = await demo.run(layers, [...used, 'arn:aws:lambda:eu-west-1:111122223333:layer:chromium:14'])
    expect(found).toMatchObject(ok)
    const byName = new Map(found.items.map((layer) => [layer.name, layer]))
    expect(byName.size).toBe(5)
    const versionsOf = (name: string) => valuesOf([byName.get(name)?.versions]).flat()
    expect(versionsOf('chromium').map(({ version }) => version)).toEqual([15])
    expect(versionsOf('pg-client').map(({ version }) => version)).toEqual([11, 10])
    expect(isOpen(versionsOf('shared-utils')[0]?.policy)).toBe(true)
    expect(isOpen(versionsOf('parameters-cache')[0]?.policy)).toBe(false)
    expect(versionsOf('chromium')[0]).toMatchObject({ policy: { state: 'absent' } })
  })

  it('keep of a secret in a description where it is alone', async () => {
    const { items } = await demo.run(layers, [])
    const layer = items.find(({ name }) => name === 'pg-client')
    expect(layer?.secrets).toMatchObject({ value: [{ where: 'description of version 11' }] })
    const [latest] = valuesOf([layer?.versions]).flat()
    expect(latest?.description).toMatch(/^Try it with \S*\[[a-z-]+\]/)
  })
})

describe('code signing configurations', () => {
  it('have their functions, for two calls however many there are', async () => {
    const found = await demo.run(codeSigningConfigs, undefined)
    expect(found).toMatchObject({ ...ok, calls: 2 })
    expect(found.items).toMatchObject([
      {
        name: expect.stringMatching(/^csc-/),
        untrustedArtifacts: { value: 'Warn' },
        signingProfileVersionArns: { value: [expect.stringContaining(':signer:')] },
        unknownFields: [],
      },
    ])
    expect(valuesOf(found.items.map((one) => one.functionArns)).flat().length).toBeGreaterThan(1)
  })
})

describe('KMS keys', () => {
  const arnsOf = async () => [...new Set(valuesOf((await functionsOf()).map(({ kmsKeyArn }) => kmsKeyArn)))]

  it('are those that are named, by whatever name, each once', async () => {
    const arns = await arnsOf()
    const shared = 'alias/shop-messages'
    const alias = `arn:aws:kms:eu-west-1:111122223333:${shared}`
    const names = [...arns, ...arns, shared, alias, 'alias/aws/sqs', 'alias/gone', '<b>', '']
    const found = await demo.run(kmsKeys, names)
    expect(found).toMatchObject(ok)
    expect(found.items).toHaveLength(arns.length + 2)
    const byAlias = found.items.find(({ aliases }) => aliases?.includes(shared))
    expect(byAlias).toMatchObject({ name: expect.not.stringContaining('alias'), aliases: [shared] })
    const byState = countOf(valuesOf(found.items.map(({ state }) => state)))
    expect(byState).toMatchObject({ Disabled: 1, PendingDeletion: 1 })
    expect(found.items.filter(({ policy }) => isOpen(policy))).toHaveLength(1)
    const aws = found.items.find(({ manager }) => manager.state === 'known' && manager.value === 'AWS')
    expect(aws).toMatchObject({ policy: { state: 'absent' }, rotates: { value: true } })
    expect(found.calls).toBe(arns.length * 3 + 3 + 1 + 1)
    for (const { unknownFields } of found.items) expect(unknownFields).toEqual([])
  })

  it('of other accounts are handed on as denied, those of other regions not at all', async () => {
    const arn = 'arn:aws:kms:eu-west-1:444455556666:key/11111111-2222-3333-4444-555555555555'
    const found = await demo.run(kmsKeys, [arn, arn.replace('eu-west-1', 'us-east-1')])
    expect(found).toMatchObject({ status: 'partial', complete: true })
    const denied = { state: 'denied', permission: 'kms:DescribeKey' }
    expect(found.items).toMatchObject([{ arn, state: denied, policy: denied, rotates: denied }])
  })
})

describe('VPCs', () => {
  it('are those of functions with the ways out of them', async () => {
    const used = valuesOf((await functionsOf()).map(({ vpc }) => vpc))
    const [first] = used
    if (!first) throw new Error('the demo has functions in a VPC')
    const securityGroupIds = [...new Set(used.flatMap((vpc) => vpc.securityGroupIds))]
    const found = await demo.run(vpcs, [
      { vpcId: first.vpcId, securityGroupIds },
      { vpcId: 'vpc-0', securityGroupIds: [] },
    ])
    expect(found).toMatchObject({ ...ok, calls: 4 })
    expect(found.items).toHaveLength(1)
    const [vpc] = found.items
    expect(vpc?.arn).toBe(`arn:aws:ec2:eu-west-1:111122223333:vpc/${first.vpcId}`)
    const subnets = valuesOf([vpc?.subnets]).flat()
    expect(subnets.map(({ availabilityZone }) => availabilityZone).sort()).toEqual([
      'eu-west-1a',
      'eu-west-1b',
      'eu-west-1c',
    ])
    expect(countOf(subnets.map(({ isPublic, hasEgress }) => `${isPublic} ${hasEgress}`))).toEqual({
      'false true': 2,
      'true false': 1,
    })
    const groups = valuesOf([vpc?.securityGroups]).flat()
    expect(groups.map(({ id }) => id)).toEqual([...securityGroupIds].sort())
    expect(groups.flatMap(({ ingress }) => ingress)).toContainEqual({
      protocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrs: ['0.0.0.0/0'],
      groups: [],
    })
    const [s3, dynamodb] = valuesOf([vpc?.endpoints])
      .flat()
      .filter(({ type }) => type === 'Gateway')
      .sort((a, b) => (a.service > b.service ? -1 : 1))
    expect(s3).toMatchObject({ service: 'com.amazonaws.eu-west-1.s3', policyAllowsEverything: true })
    expect(dynamodb).toMatchObject({ state: 'available', policyAllowsEverything: false })
  })

  it('whose route tables may not be read have subnets that nobody knows the way out of', async () => {
    demo.aws.setFaults([{ service: 'ec2', operation: 'DescribeRouteTables', kind: 'denied' }])
    const [first] = valuesOf((await functionsOf()).map(({ vpc }) => vpc))
    const { items } = await demo.run(vpcs, first ? [first] : [])
    const [subnet] = valuesOf([items[0]?.subnets]).flat()
    expect(Object.keys(subnet ?? {}).sort()).toEqual(['availabilityZone', 'cidr', 'id'])
  })
})

describe('image repositories', () => {
  it('are those of the images that functions run', async () => {
    const uris = valuesOf((await functionsOf()).map(({ imageUri }) => imageUri))
    const found = await demo.run(imageRepositories, uris)
    expect(found).toMatchObject({ ...ok, calls: found.items.length * 2 + 1 })
    expect(found.items.length).toBeGreaterThan(3)
    expect(countOf(valuesOf(found.items.map(({ tagMutability }) => tagMutability)))).toMatchObject({
      MUTABLE: 1,
    })
    expect(countOf(valuesOf(found.items.map(({ scanOnPush }) => scanOnPush)))).toMatchObject({ false: 1 })
    expect(found.items.filter(({ policy }) => isOpen(policy))).toHaveLength(1)
    for (const { uri } of found.items) expect(uris.some((image) => image.startsWith(`${uri}:`))).toBe(true)
  })

  it('are not asked for where no function runs an image', async () => {
    expect(await demo.run(imageRepositories, [])).toMatchObject({ ...ok, calls: 0, items: [] })
  })
})

describe('GraphQL APIs', () => {
  it('are those that call functions', async () => {
    const found = await demo.run(graphqlApis, undefined)
    expect(found).toMatchObject({ ...ok, calls: 4 })
    expect(found.items.map(({ name }) => name).sort()).toEqual(['internal-graphql', 'storefront-graphql'])
    expect(found.items.find(({ name }) => name === 'storefront-graphql')).toMatchObject({
      authentications: { value: ['AMAZON_COGNITO_USER_POOLS', 'API_KEY'] },
      fieldLogLevel: { state: 'absent' },
      tracing: { value: false },
      functionArns: { value: [expect.stringContaining(':function:'), expect.any(String)] },
      unknownFields: [],
    })
  })
})
