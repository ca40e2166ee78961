import type { Call, Operation } from '#demo/services/call.ts'
import { findFunction } from '#demo/services/call.ts'
import { configuration } from './configuration.ts'
import { getLayerVersionByArn } from './layer-version.ts'
import * as layers from './layers.ts'
import * as lists from './lists.ts'
import * as reads from './reads.ts'

const shared = { name: 'lambda-reads', perSecond: 15 }

function functionArn(call: Call): string {
  const given = String(call.input.FunctionName ?? call.input.Resource ?? '*')
  return given.startsWith('arn:')
    ? given
    : `arn:aws:lambda:${call.region}:${call.account.id}:function:${given}`
}

const onFunction = (run: Operation['run'], bucket = shared): Operation => ({
  run,
  bucket,
  resource: functionArn,
})
const onAll = (run: Operation['run']): Operation => ({ run, bucket: shared })

/** Rates: "Lambda quotas" in the developer guide (GetFunction 100/s, GetPolicy 15/s, the rest of the control plane 15/s together). */
export const lambdaOperations: Record<string, Operation> = {
  GetAccountSettings: onAll(reads.getAccountSettings),
  ListFunctions: onAll(lists.listFunctions),
  ListEventSourceMappings: onAll(lists.listEventSourceMappings),
  GetEventSourceMapping: onAll(lists.getEventSourceMapping),
  ListLayers: onAll(layers.listLayers),
  GetLayerVersionByArn: onAll(getLayerVersionByArn),
  ListLayerVersions: onAll(layers.listLayerVersions),
  GetLayerVersionPolicy: onAll(layers.getLayerVersionPolicy),
  ListFunctionsByCodeSigningConfig: onAll(lists.listFunctionsByCodeSigning),
  ListCodeSigningConfigs: onAll(lists.listCodeSigningConfigs),
  GetFunction: onFunction(reads.getFunction, { name: 'lambda-get-function', perSecond: 100 }),
  GetPolicy: onFunction(reads.getPolicy, { name: 'lambda-get-policy', perSecond: 15 }),
  GetFunctionConfiguration: onFunction((call) => {
    const { fn, partition, qualifier } = findFunction(call)
    return configuration(call, partition, fn, qualifier)
  }),
  ListVersionsByFunction: onFunction(lists.listVersions),
  ListAliases: onFunction(lists.listAliases),
  ListProvisionedConcurrencyConfigs: onFunction(lists.listProvisioned),
  ListFunctionUrlConfigs: onFunction(reads.listFunctionUrlConfigs),
  GetFunctionUrlConfig: onFunction(reads.getFunctionUrlConfig),
  ListFunctionEventInvokeConfigs: onFunction(reads.listFunctionEventInvokeConfigs),
  GetFunctionEventInvokeConfig: onFunction(reads.getFunctionEventInvokeConfig),
  GetFunctionConcurrency: onFunction(reads.getFunctionConcurrency),
  ListTags: onFunction(reads.listTags),
  GetFunctionRecursionConfig: onFunction((call) => ({ RecursiveLoop: findFunction(call).fn.recursiveLoop })),
  GetFunctionCodeSigningConfig: onFunction(reads.getCodeSigning),
}
