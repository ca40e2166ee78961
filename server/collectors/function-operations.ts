import type { Operation } from '#server/aws/operation.ts'

function read(name: string, permission: string, hides: string): Operation {
  return { service: 'lambda', name, permission, costUsd: 0, hides }
}

export const FUNCTION_OPERATIONS = {
  listFunctions: read('ListFunctions', 'lambda:ListFunctions', 'all functions and their versions'),
  getFunction: read('GetFunction', 'lambda:GetFunction', "functions' tags, state and reserved concurrency"),
  getPolicy: read('GetPolicy', 'lambda:GetPolicy', 'who may invoke a function: resource policies'),
  listUrls: read(
    'ListFunctionUrlConfigs',
    'lambda:ListFunctionUrlConfigs',
    'function URLs and who may call them',
  ),
  listAliases: read('ListAliases', 'lambda:ListAliases', "aliases, and so aliases' policies"),
  listEventInvokeConfigs: read(
    'ListFunctionEventInvokeConfigs',
    'lambda:ListFunctionEventInvokeConfigs',
    'retries and destinations of asynchronous invocations',
  ),
  listProvisionedConcurrency: read(
    'ListProvisionedConcurrencyConfigs',
    'lambda:ListProvisionedConcurrencyConfigs',
    'provisioned concurrency and what it costs',
  ),
  getRecursionConfig: read(
    'GetFunctionRecursionConfig',
    'lambda:GetFunctionRecursionConfig',
    'whether recursive loops are stopped',
  ),
} as const

/** GetFunction gives tags only to callers that may list them. Source: Lambda API reference, GetFunction. */
export const TAGS_WITH_FUNCTION = { permission: 'lambda:ListTags', hides: "functions' tags" } as const
