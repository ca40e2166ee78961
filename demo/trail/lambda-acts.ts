import type { FunctionSpec } from '#demo/estate/model.ts'
import { sha256Base64, uuidFrom } from '#demo/estate/prng.ts'
import type { Act, Actor, TrailResource } from './act.ts'

const lambda = 'lambda.amazonaws.com'
const readName = /^(Get|List|Describe|Lookup|Search|Head|Batch(Get)|AssumeRole)/

export function functionResource(fn: FunctionSpec): TrailResource[] {
  return [
    { type: 'AWS::Lambda::Function', name: fn.name, arn: fn.arn },
    { type: 'AWS::Lambda::Function', name: fn.arn, arn: fn.arn },
  ]
}

export function lambdaRead(
  actor: Actor,
  region: string,
  timeMs: number,
  name: string,
  parameters: unknown,
  resources: TrailResource[] = [],
): Act {
  return {
    timeMs,
    region,
    source: lambda,
    name,
    readOnly: true,
    actor,
    resources,
    parameters,
    response: null,
  }
}

export function lambdaWrite(
  actor: Actor,
  region: string,
  timeMs: number,
  name: string,
  resources: TrailResource[],
  parameters: unknown,
  response: unknown,
): Act {
  return { timeMs, region, source: lambda, name, readOnly: false, actor, resources, parameters, response }
}

/** A call to any other service, refused when `error` is given. */
export function apiAct(
  actor: Actor,
  region: string,
  timeMs: number,
  source: string,
  name: string,
  parameters: unknown,
  error?: Act['error'],
): Act {
  return {
    timeMs,
    region,
    source,
    name,
    readOnly: readName.test(name),
    actor,
    resources: [],
    parameters,
    response: null,
    ...(error ? { error } : {}),
  }
}

/** The configuration block that Lambda's write calls answer and CloudTrail keeps. */
export function configurationOf(fn: FunctionSpec, timeMs: number, code: string): Record<string, unknown> {
  return {
    functionName: fn.name,
    functionArn: fn.arn,
    runtime: fn.runtime,
    role: `arn:aws:iam::${fn.accountId}:role/${fn.roleName}`,
    handler: fn.handler,
    codeSize: fn.codeBytes,
    description: fn.description ?? '',
    timeout: fn.timeoutSeconds,
    memorySize: fn.memoryMb,
    lastModified: new Date(timeMs).toISOString().replace('Z', '+0000'),
    codeSha256: sha256Base64(fn.arn, code),
    version: '$LATEST',
    environment: {},
    tracingConfig: { mode: fn.tracing },
    revisionId: uuidFrom(fn.arn, 'revision', timeMs),
    state: 'Active',
    lastUpdateStatus: 'InProgress',
    packageType: fn.packageType,
    architectures: [fn.architecture],
  }
}

/** UpdateFunctionCode, with the hash that the configuration then shows. */
export function updateCodeAct(actor: Actor, fn: FunctionSpec, timeMs: number, code: string): Act {
  return lambdaWrite(
    actor,
    fn.region,
    timeMs,
    'UpdateFunctionCode20150331v2',
    functionResource(fn),
    { functionName: fn.name, publish: false, dryRun: false },
    configurationOf(fn, timeMs, code),
  )
}
