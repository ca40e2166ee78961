/** Lambda's REST paths; each `{}` is one path segment and takes the next of the parameters' names. */
const routes: [operation: string, path: string, parameter?: string, query?: string][] = [
  ['GetAccountSettings', '/2016-08-19/account-settings'],
  ['ListFunctions', '/2015-03-31/functions'],
  ['GetFunction', '/2015-03-31/functions/{}', 'FunctionName'],
  ['GetFunctionConfiguration', '/2015-03-31/functions/{}/configuration', 'FunctionName'],
  ['GetPolicy', '/2015-03-31/functions/{}/policy', 'FunctionName'],
  ['ListVersionsByFunction', '/2015-03-31/functions/{}/versions', 'FunctionName'],
  ['ListAliases', '/2015-03-31/functions/{}/aliases', 'FunctionName'],
  ['ListFunctionUrlConfigs', '/2021-10-31/functions/{}/urls', 'FunctionName'],
  ['GetFunctionUrlConfig', '/2021-10-31/functions/{}/url', 'FunctionName'],
  ['GetFunctionConcurrency', '/2019-09-30/functions/{}/concurrency', 'FunctionName'],
  [
    'ListProvisionedConcurrencyConfigs',
    '/2019-09-30/functions/{}/provisioned-concurrency',
    'FunctionName',
    'List',
  ],
  ['ListFunctionEventInvokeConfigs', '/2019-09-25/functions/{}/event-invoke-config/list', 'FunctionName'],
  ['GetFunctionEventInvokeConfig', '/2019-09-25/functions/{}/event-invoke-config', 'FunctionName'],
  ['GetFunctionRecursionConfig', '/2024-08-31/functions/{}/recursion-config', 'FunctionName'],
  ['GetFunctionCodeSigningConfig', '/2020-06-30/functions/{}/code-signing-config', 'FunctionName'],
  ['ListTags', '/2017-03-31/tags/{}', 'Resource'],
  ['ListEventSourceMappings', '/2015-03-31/event-source-mappings'],
  ['GetEventSourceMapping', '/2015-03-31/event-source-mappings/{}', 'UUID'],
  ['GetLayerVersionByArn', '/2018-10-31/layers', undefined, 'find'],
  ['ListLayers', '/2018-10-31/layers'],
  ['ListLayerVersions', '/2018-10-31/layers/{}/versions', 'LayerName'],
  ['GetLayerVersionPolicy', '/2018-10-31/layers/{}/versions/{}/policy', 'LayerName VersionNumber'],
  [
    'ListFunctionsByCodeSigningConfig',
    '/2020-04-22/code-signing-configs/{}/functions',
    'CodeSigningConfigArn',
  ],
  ['ListCodeSigningConfigs', '/2020-04-22/code-signing-configs'],
]

const compiled = routes.map(([operation, path, parameter, query]) => ({
  operation,
  parameter,
  query,
  pattern: new RegExp(`^${path.replaceAll('{}', '([^/]+)')}/?$`),
}))

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Finds the Lambda operation of a request and reads its path and query parameters. */
export function matchLambda(
  method: string,
  path: string,
  query: URLSearchParams,
): { operation: string; input: Record<string, unknown> } | undefined {
  if (method !== 'GET') return undefined
  for (const { operation, parameter, pattern, query: needed } of compiled) {
    const match = pattern.exec(path)
    if (!match || (needed && !query.has(needed))) continue
    const input: Record<string, unknown> = Object.fromEntries(query)
    parameter?.split(' ').forEach((name, i) => {
      input[name] = decoded(match[i + 1] ?? '')
    })
    return { operation, input }
  }
  return undefined
}
