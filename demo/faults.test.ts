import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeRegionsCommand } from '@aws-sdk/client-ec2'
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam'
import { GetPolicyCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { expect, it } from 'vitest'
import { failureOf, startForTest, wednesday } from './testing/start.ts'

const user = 'User: arn:aws:iam::111122223333:user/sightline is not authorized to perform:'

it('denies with the principal, the action and the resource, in each protocol', async () => {
  const { demo, ...aws } = await startForTest({ faults: [{ kind: 'denied' }] })
  const policy = await failureOf(aws.lambda.send(new GetPolicyCommand({ FunctionName: 'checkout-api' })))
  expect(policy).toMatchObject({ name: 'AccessDeniedException', status: 403 })
  expect(policy.message).toBe(
    `${user} lambda:GetPolicy on resource: arn:aws:lambda:eu-west-1:111122223333:function:checkout-api because no identity-based policy allows the lambda:GetPolicy action`,
  )
  expect(await failureOf(aws.ec2.send(new DescribeRegionsCommand({})))).toMatchObject({
    name: 'UnauthorizedOperation',
    status: 403,
  })
  expect(await failureOf(aws.iam.send(new ListAccountAliasesCommand({})))).toMatchObject({
    name: 'AccessDenied',
    status: 403,
  })
  expect(await failureOf(aws.cloudtrail.send(new LookupEventsCommand({})))).toMatchObject({
    name: 'AccessDeniedException',
    status: 400,
  })
  const metrics = await failureOf(aws.cloudwatch.send(new ListMetricsCommand({})))
  expect(metrics.message).toContain(`${user} cloudwatch:ListMetrics on resource: *`)
})

it('throttles and fails as each service does', async () => {
  const { demo, ...aws } = await startForTest({ faults: [{ kind: 'throttle' }] })
  expect(await failureOf(aws.lambda.send(new ListFunctionsCommand({})))).toMatchObject({
    name: 'TooManyRequestsException',
    status: 429,
  })
  expect(await failureOf(aws.ec2.send(new DescribeRegionsCommand({})))).toMatchObject({
    name: 'RequestLimitExceeded',
    status: 503,
  })
  expect(await failureOf(aws.sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'Throttling',
    status: 400,
  })
  demo.setFaults([{ kind: 'error500' }])
  expect(await failureOf(aws.lambda.send(new ListFunctionsCommand({})))).toMatchObject({
    name: 'ServiceException',
    status: 500,
  })
  demo.setFaults([{ kind: 'expired-credentials', service: 'sts' }])
  expect(await failureOf(aws.sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'ExpiredToken',
  })
  await aws.lambda.send(new ListFunctionsCommand({}))
})

it('wears off after the given number of times, and hits only what it names', async () => {
  const { lambda, ec2 } = await startForTest({
    faults: [
      {
        kind: 'error500',
        service: 'lambda',
        operation: 'ListFunctions',
        account: '111122223333',
        region: 'eu-west-1',
        times: 2,
      },
    ],
  })
  await ec2.send(new DescribeRegionsCommand({}))
  await failureOf(lambda.send(new ListFunctionsCommand({})))
  await failureOf(lambda.send(new ListFunctionsCommand({})))
  expect((await lambda.send(new ListFunctionsCommand({}))).Functions?.length).toBeGreaterThan(0)
})

it('hits about the given share of calls', async () => {
  const { sts } = await startForTest({ faults: [{ kind: 'error500', probability: 0.3 }] })
  const results = await Promise.allSettled(
    Array.from({ length: 100 }, () => sts.send(new GetCallerIdentityCommand({}))),
  )
  const failed = results.filter((result) => result.status === 'rejected').length
  expect(failed).toBeGreaterThan(20)
  expect(failed).toBeLessThan(40)
})

it.each(['malformed', 'truncated', 'html'] as const)('breaks the answer: %s', async (kind) => {
  const { lambda, iam, cloudwatch } = await startForTest({ faults: [{ kind }] })
  await failureOf(lambda.send(new ListFunctionsCommand({})))
  await failureOf(iam.send(new ListAccountAliasesCommand({})))
  await failureOf(cloudwatch.send(new ListMetricsCommand({})))
})

it('answers late when slow', async () => {
  const { sts } = await startForTest({ faults: [{ kind: 'slow', delayMs: 150 }] })
  const beganMs = performance.now()
  await sts.send(new GetCallerIdentityCommand({}))
  expect(performance.now() - beganMs).toBeGreaterThanOrEqual(140)
})

it('repeats a paging token for ever', async () => {
  const { lambda, cloudtrail, cloudwatch } = await startForTest({ faults: [{ kind: 'repeat-token' }] })
  const first = await lambda.send(new ListFunctionsCommand({}))
  const second = await lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker }))
  expect(first.NextMarker).toBeDefined()
  expect(second.NextMarker).toBe(first.NextMarker)
  expect(second.Functions?.map((fn) => fn.FunctionName)).toEqual(
    first.Functions?.map((fn) => fn.FunctionName),
  )
  const events = await cloudtrail.send(new LookupEventsCommand({}))
  expect((await cloudtrail.send(new LookupEventsCommand({ NextToken: events.NextToken }))).NextToken).toBe(
    events.NextToken,
  )
  const Metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors' }
  const data = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(wednesday - 60_000),
      EndTime: new Date(wednesday),
      MetricDataQueries: [{ Id: 'a', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
    }),
  )
  expect(data.NextToken).toBeDefined()
})

it('takes faults over the control endpoint, and refuses what is none', async () => {
  const { demo, sts } = await startForTest()
  const post = (body: string) => fetch(`${demo.endpoint}/__demo/faults`, { method: 'POST', body })
  expect((await post('[{"kind":"denied","service":"sts"}]')).status).toBe(200)
  expect(await failureOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ name: 'AccessDenied' })
  expect((await post('[{"kind":"earthquake"}]')).status).toBe(400)
  expect((await post('nonsense')).status).toBe(400)
  expect((await post('[]')).status).toBe(200)
  await sts.send(new GetCallerIdentityCommand({}))
})
