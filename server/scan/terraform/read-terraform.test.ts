import { expect, it } from 'vitest'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { recordsOf } from '#server/scan/read-for-test.ts'

type Resource = { type: string; name: string; values: object; expressions?: object; index?: string | number }

const planned =
  (prefix: string) =>
  ({ type, name, values, index }: Resource) => ({
    address: `${prefix}${type}.${name}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`,
    mode: 'managed',
    type,
    name,
    ...(index === undefined ? {} : { index }),
    values,
  })
const configured = ({ type, name, expressions = {} }: Resource) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  expressions,
})

function plan(
  root: Resource[],
  inner: Resource[] = [],
  call: object = {},
  outputs: object = {},
  more: object = {},
) {
  return {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: root.map(planned('')),
        child_modules: [{ address: 'module.m', resources: inner.map(planned('module.m.')) }],
      },
    },
    configuration: {
      root_module: {
        resources: root.map(configured),
        module_calls: {
          m: { source: './m', expressions: call, module: { resources: inner.map(configured), outputs } },
        },
      },
    },
    ...more,
  }
}

const refs = (...references: string[]) => ({ references })
const kind = (records: ResourceRecord[], name: ResourceRecord['kind']) =>
  records.filter((record) => record.kind === name)
const FN = { type: 'aws_lambda_function', name: 'f', values: { function_name: 'orders' } }
const ROLE = {
  type: 'aws_iam_role',
  name: 'r',
  values: { name: 'orders-role', path: '/', assume_role_policy: '{}' },
}
const ROLE_ARN = 'arn:aws:iam::000000000000:role/orders-role'

it('follows a reference to a resource that does not exist yet', async () => {
  const fn = { ...FN, expressions: { role: refs('aws_iam_role.r.arn', 'aws_iam_role.r') } }
  const { records } = await recordsOf(plan([fn, ROLE]))
  expect(kind(records, 'function')[0]).toMatchObject({ roleArn: { state: 'known', value: ROLE_ARN } })
})

it('follows references into a module and out of it', async () => {
  const fn = { ...FN, expressions: { role: refs('var.role') } }
  const call = { role: refs('aws_iam_role.r.arn', 'aws_iam_role.r') }
  const into = await recordsOf(plan([ROLE], [fn], call))
  expect(kind(into.records, 'function')[0]).toMatchObject({ roleArn: { value: ROLE_ARN } })
  const outer = { ...FN, expressions: { role: refs('module.m.role_arn', 'module.m') } }
  const outputs = { role_arn: { expression: refs('aws_iam_role.r.arn', 'aws_iam_role.r') } }
  const out = await recordsOf(plan([outer], [ROLE], {}, outputs))
  expect(kind(out.records, 'function')[0]).toMatchObject({ roleArn: { value: ROLE_ARN } })
})

it('takes the instance of the same key', async () => {
  const roles = ['a', 'b'].map((index) => ({ ...ROLE, index, values: { name: `role-${index}`, path: '/' } }))
  const fns = ['a', 'b'].map((index) => ({
    ...FN,
    index,
    values: { function_name: `fn-${index}` },
    expressions: { role: refs('aws_iam_role.r[each.key].arn', 'aws_iam_role.r') },
  }))
  const { records } = await recordsOf(plan([...fns, ...roles]))
  expect(kind(records, 'function').map((fn) => fn.kind === 'function' && fn.roleArn)).toMatchObject([
    { value: 'arn:aws:iam::000000000000:role/role-a' },
    { value: 'arn:aws:iam::000000000000:role/role-b' },
  ])
})

it('does not know what an expression makes of several references', async () => {
  const fn = {
    ...FN,
    expressions: { role: refs('local.role'), kms_key_arn: refs('aws_kms_key.a.arn', 'var.b') },
  }
  const { records } = await recordsOf(plan([fn]))
  expect(kind(records, 'function')[0]).toMatchObject({
    roleArn: { state: 'failed' },
    kmsKeyArn: { state: 'failed' },
    vpc: { state: 'absent' },
  })
})

it('puts policies, targets and integrations where they belong', async () => {
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] })
  const { records } = await recordsOf(
    plan([
      FN,
      ROLE,
      { type: 'aws_iam_role_policy', name: 'p', values: { name: 'p', role: 'orders-role', policy } },
      {
        type: 'aws_iam_role_policy_attachment',
        name: 'a',
        values: { role: 'orders-role', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      },
      {
        type: 'aws_cloudwatch_event_rule',
        name: 'e',
        values: { name: 'nightly', schedule_expression: 'rate(1 day)' },
      },
      {
        type: 'aws_cloudwatch_event_target',
        name: 't',
        values: { rule: 'nightly', target_id: 'fn' },
        expressions: { arn: refs('aws_lambda_function.f.arn', 'aws_lambda_function.f') },
      },
      { type: 'aws_api_gateway_rest_api', name: 'api', values: { name: 'shop' } },
      {
        type: 'aws_api_gateway_resource',
        name: 'orders',
        values: { path_part: 'orders' },
        expressions: {
          rest_api_id: refs('aws_api_gateway_rest_api.api.id', 'aws_api_gateway_rest_api.api'),
          parent_id: refs('aws_api_gateway_rest_api.api.root_resource_id', 'aws_api_gateway_rest_api.api'),
        },
      },
      ...['method', 'integration'].map((name) => ({
        type: `aws_api_gateway_${name}`,
        name: 'get',
        values: { http_method: 'GET', authorization: 'NONE', type: 'AWS_PROXY' },
        expressions: {
          rest_api_id: refs('aws_api_gateway_rest_api.api.id', 'aws_api_gateway_rest_api.api'),
          resource_id: refs('aws_api_gateway_resource.orders.id', 'aws_api_gateway_resource.orders'),
          uri: refs('aws_lambda_function.f.invoke_arn', 'aws_lambda_function.f'),
        },
      })),
    ]),
  )
  const arn = 'arn:aws:lambda:unknown-region:000000000000:function:orders'
  expect(kind(records, 'role')[0]).toMatchObject({
    inlinePolicies: { value: [{ name: 'p', document: { state: 'known' } }] },
    attachedPolicies: { value: [{ name: 'AdministratorAccess', document: { state: 'known' } }] },
  })
  expect(kind(records, 'event-rule')[0]).toMatchObject({ targets: { value: [{ id: 'fn', arn }] } })
  expect(kind(records, 'api')[0]).toMatchObject({
    name: 'shop',
    routes: { value: [{ key: 'GET /orders', authorization: 'NONE', integration: { functionArn: arn } }] },
  })
})

it('learns account and region from what the plan was made with', async () => {
  const state = {
    prior_state: {
      values: {
        root_module: {
          resources: [
            {
              address: 'data.aws_caller_identity.me',
              mode: 'data',
              type: 'aws_caller_identity',
              name: 'me',
              values: { account_id: '111122223333' },
            },
            {
              address: 'data.aws_region.here',
              mode: 'data',
              type: 'aws_region',
              name: 'here',
              values: { name: 'eu-west-1' },
            },
          ],
        },
      },
    },
  }
  const { records } = await recordsOf(plan([FN], [], {}, {}, state))
  expect(records[0]?.arn).toBe('arn:aws:lambda:eu-west-1:111122223333:function:orders')
})

it('names file position and address of a resource', async () => {
  const { located } = await recordsOf(JSON.stringify(plan([], [FN]), null, 2))
  expect(located[0]).toMatchObject({ id: 'module.m.aws_lambda_function.f', place: { line: 10, column: 13 } })
})
