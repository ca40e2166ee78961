import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  APIGatewayClient,
  GetRestApisCommand,
  paginateGetResources,
  GetStagesCommand as RestStagesCommand,
} from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client, GetApisCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2'
import { CloudFrontClient, CreateDistributionCommand } from '@aws-sdk/client-cloudfront'
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { CreateWebACLCommand, WAFV2Client } from '@aws-sdk/client-wafv2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientPool } from '#server/aws/client-pool.ts'
import { AccountCredentials } from '#server/aws/credentials.ts'
import { valueOr } from '#server/domain/field.ts'
import { apis } from './apis.ts'
import { distributions } from './distributions.ts'
import { loadBalancers } from './load-balancers.ts'
import { runForTest } from './run-for-test.ts'
import { webAcls } from './web-acls.ts'

const LAB = fileURLToPath(new URL('../../../shared/lab/lab', import.meta.url))
const REGIONS = ['eu-west-1', 'us-east-1']
const keys = { accessKeyId: 'lab', secretAccessKey: 'lab' }

function why(): string | undefined {
  if (!existsSync(LAB)) return 'no lab beside the repository'
  const onPath = (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, 'moto_server')))
  return onPath ? undefined : 'moto_server is not on PATH'
}
const skipped = why()

describe.skipIf(skipped !== undefined)(
  `what stands before functions in an independent emulator${skipped ? ` (skipped: ${skipped})` : ''}`,
  () => {
    let folder = ''
    let endpoint = ''
    let clients: ClientPool
    const env = { LAB_RATE: '0', LAB_MOTO_PORT: '21310', LAB_PROXY_PORT: '21330' }
    const lab = (...args: string[]) =>
      execFileSync(LAB, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, ...env, LAB_DIR: folder },
      })

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'sightline-lab-'))
      endpoint = /AWS_ENDPOINT_URL=(\S+)/.exec(lab('up', '--no-metrics'))?.[1] ?? ''
      const credentials = new AccountCredentials(async () => keys)
      const limiter = { take: async () => undefined }
      clients = new ClientPool({ endpoint, credentialsFor: () => credentials, maxAttempts: 1, limiter })
    }, 120_000)
    afterAll(() => {
      clients?.close()
      lab('down')
      rmSync(folder, { recursive: true, force: true })
    }, 60_000)

    it.each(REGIONS)(
      'has the same APIs in %s as the SDK reads, route by route',
      async (region) => {
        const rest = new APIGatewayClient({ endpoint, region, credentials: keys })
        const http = new ApiGatewayV2Client({ endpoint, region, credentials: keys })
        const expected: string[] = []
        for (const { id: restApiId, name } of (await rest.send(new GetRestApisCommand({}))).items ?? []) {
          const pages = paginateGetResources({ client: rest }, { restApiId, embed: ['methods'] })
          for await (const { items = [] } of pages)
            for (const { path, resourceMethods } of items)
              for (const [method, { authorizationType, authorizerId }] of Object.entries(
                resourceMethods ?? {},
              ))
                expected.push([name, `${method} ${path}`, authorizationType, authorizerId ?? ''].join(' | '))
          for (const { stageName } of (await rest.send(new RestStagesCommand({ restApiId }))).item ?? [])
            expected.push([name, 'stage', stageName].join(' | '))
        }
        for (const { ApiId, Name } of (await http.send(new GetApisCommand({}))).Items ?? [])
          for (const route of (await http.send(new GetRoutesCommand({ ApiId }))).Items ?? [])
            expected.push(
              [Name, route.RouteKey, route.AuthorizationType ?? 'NONE', route.AuthorizerId ?? ''].join(' | '),
            )

        const found = await runForTest(apis, undefined, { clients, accountId: '123456789012', region })
        expect(found).toMatchObject({ complete: true, problems: [] })
        const shown = found.items.flatMap(({ name, protocol, routes, stages }) => [
          ...(valueOr(routes, []) ?? []).map(({ key, authorization, authorizerId }) =>
            [name, key, authorization, authorizerId ?? ''].join(' | '),
          ),
          ...(protocol === 'REST' ? (valueOr(stages, []) ?? []) : []).map((stage) =>
            [name, 'stage', stage.name].join(' | '),
          ),
        ])
        expect(shown.sort()).toEqual(expected.sort())
        for (const api of found.items)
          for (const { integration } of valueOr(api.routes, []) ?? [])
            expect(integration?.functionArn).toMatch(/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+$/)
      },
      30_000,
    )

    it('has the load balancer, web ACL and distribution that are made in it', async () => {
      const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:identity-sign-in'
      const made = await makeFrontDoor(endpoint, functionArn)
      const run = { clients, accountId: '123456789012' }
      const balancers = await runForTest(loadBalancers, undefined, run)
      expect(balancers).toMatchObject({ complete: true, items: { length: 1 } })
      expect(balancers.items[0]).toMatchObject({
        arn: made.balancerArn,
        scheme: { value: 'internet-facing' },
        targets: { value: [{ functionArn }] },
        listeners: {
          value: [
            { port: 80, rules: [{ priority: '5', conditions: ['path /sign-in'] }, { priority: 'default' }] },
          ],
        },
      })
      const acls = await runForTest(webAcls, undefined, run)
      expect(acls).toMatchObject({
        complete: true,
        items: [{ arn: made.aclArn, defaultAction: { value: 'ALLOW' } }],
      })
      expect(acls.items[0]?.rules).toMatchObject({
        value: [{ type: 'rate-based', action: 'BLOCK', rateLimit: 500 }],
      })
      const found = await runForTest(distributions, undefined, run)
      expect(found).toMatchObject({ complete: true, problems: [], calls: 2, items: { length: 1 } })
      expect(found.items[0]).toMatchObject({
        origins: { value: [{ id: 'api', domainName: 'api.example.com', customHeaderNames: ['X-Key'] }] },
        behaviours: { value: [{ pathPattern: '*', originId: 'api' }] },
      })
    }, 30_000)
  },
)

async function makeFrontDoor(endpoint: string, functionArn: string) {
  const config = { endpoint, region: 'eu-west-1', credentials: keys }
  const elb = new ElasticLoadBalancingV2Client(config)
  const { Subnets = [] } = await new EC2Client(config).send(new DescribeSubnetsCommand({}))
  const balancer = await elb.send(
    new CreateLoadBalancerCommand({
      Name: 'public',
      Scheme: 'internet-facing',
      Subnets: Subnets.slice(0, 2).map((subnet) => subnet.SubnetId ?? ''),
    }),
  )
  const group = await elb.send(new CreateTargetGroupCommand({ Name: 'sign-in', TargetType: 'lambda' }))
  const TargetGroupArn = group.TargetGroups?.[0]?.TargetGroupArn
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: functionArn }] }))
  const balancerArn = balancer.LoadBalancers?.[0]?.LoadBalancerArn
  const forward = [{ Type: 'forward' as const, TargetGroupArn }]
  const listener = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: balancerArn,
      Port: 80,
      Protocol: 'HTTP',
      DefaultActions: forward,
    }),
  )
  await elb.send(
    new CreateRuleCommand({
      ListenerArn: listener.Listeners?.[0]?.ListenerArn,
      Priority: 5,
      Conditions: [{ Field: 'path-pattern', Values: ['/sign-in'] }],
      Actions: forward,
    }),
  )
  const VisibilityConfig = {
    SampledRequestsEnabled: false,
    CloudWatchMetricsEnabled: false,
    MetricName: 'acl',
  }
  const acl = await new WAFV2Client(config).send(
    new CreateWebACLCommand({
      Name: 'limits',
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
      VisibilityConfig,
      Rules: [
        {
          Name: 'rate',
          Priority: 0,
          Statement: { RateBasedStatement: { Limit: 500, AggregateKeyType: 'IP' } },
          Action: { Block: {} },
          VisibilityConfig,
        },
      ],
    }),
  )
  const origin = {
    Id: 'api',
    DomainName: 'api.example.com',
    CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Key', HeaderValue: 'secret' }] },
    CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' as const },
  }
  await new CloudFrontClient(config).send(
    new CreateDistributionCommand({
      DistributionConfig: {
        CallerReference: 'one',
        Comment: '',
        Enabled: true,
        Origins: { Quantity: 1, Items: [origin] },
        DefaultCacheBehavior: { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only' },
      },
    }),
  )
  return { balancerArn, aclArn: acl.Summary?.ARN }
}
