import { type Attributes, set } from './attributes.ts'
import type { Translation } from './translation.ts'

const listOf = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value])

function environment(a: Attributes): unknown {
  const block = a.block('environment')
  return block && { Variables: block.get('variables') ?? {} }
}

function fileSystems(a: Attributes): unknown {
  const blocks = a.blocks('file_system_config')
  return blocks.length === 0 ? undefined : blocks.map((one) => ({ Arn: one.get('arn') }))
}

function vpc(a: Attributes): unknown {
  const block = a.block('vpc_config')
  return (
    block && set({ SubnetIds: block.get('subnet_ids'), SecurityGroupIds: block.get('security_group_ids') })
  )
}

function logging(a: Attributes): unknown {
  const block = a.block('logging_config')
  return (
    block &&
    set({
      LogFormat: block.text('log_format'),
      LogGroup: block.text('log_group'),
      ApplicationLogLevel: block.text('application_log_level'),
      SystemLogLevel: block.text('system_log_level'),
    })
  )
}

/** -1 is how the provider says that no concurrency is reserved. */
const reserved = (a: Attributes) => {
  const value = a.get('reserved_concurrent_executions')
  return value === -1 ? undefined : value
}

function filters(a: Attributes): unknown {
  const all = a.blocks('filter_criteria').flatMap((criteria) => criteria.blocks('filter'))
  return all.length === 0 ? undefined : { Filters: all.map((one) => ({ Pattern: one.get('pattern') })) }
}

function destination(a: Attributes): unknown {
  const [config] = a.blocks('destination_config')
  const side = (name: string) => {
    const block = config?.block(name)
    return block && { Destination: block.get('destination') ?? block.get('destination_arn') }
  }
  return config && set({ OnSuccess: side('on_success'), OnFailure: side('on_failure') })
}

function qualified(a: Attributes): unknown {
  const [name, qualifier] = [a.get('function_name'), a.text('qualifier')]
  return qualifier === undefined || typeof name !== 'string' ? name : `${name}:${qualifier}`
}

/** Lambda's own resources. Source: Terraform AWS provider documentation. */
export const LAMBDA: Record<string, Translation> = {
  aws_lambda_function: (a) => ({
    FunctionName: a.get('function_name'),
    Description: a.text('description'),
    Runtime: a.text('runtime'),
    PackageType: a.get('package_type'),
    Handler: a.text('handler'),
    Architectures: listOf(a.get('architectures')),
    MemorySize: a.get('memory_size'),
    EphemeralStorage: a.block('ephemeral_storage') && { Size: a.block('ephemeral_storage')?.get('size') },
    Timeout: a.get('timeout'),
    Role: a.get('role'),
    Layers: listOf(a.get('layers')),
    Environment: environment(a),
    VpcConfig: vpc(a),
    DeadLetterConfig: a.block('dead_letter_config') && {
      TargetArn: a.block('dead_letter_config')?.get('target_arn'),
    },
    TracingConfig: a.block('tracing_config') && { Mode: a.block('tracing_config')?.get('mode') },
    KmsKeyArn: a.text('kms_key_arn'),
    SnapStart: a.block('snap_start') && { ApplyOn: a.block('snap_start')?.get('apply_on') },
    FileSystemConfigs: fileSystems(a),
    Code: set({ ImageUri: a.text('image_uri') }),
    LoggingConfig: logging(a),
    Tags: a.get('tags_all') ?? a.get('tags'),
    ReservedConcurrentExecutions: reserved(a),
    CodeSigningConfigArn: a.text('code_signing_config_arn'),
    RecursiveLoop: a.text('recursive_loop'),
  }),
  aws_lambda_permission: (a) => ({
    FunctionName: qualified(a),
    Action: a.get('action'),
    Principal: a.get('principal'),
    SourceArn: a.text('source_arn'),
    SourceAccount: a.text('source_account'),
    FunctionUrlAuthType: a.text('function_url_auth_type'),
    PrincipalOrgID: a.text('principal_org_id'),
    EventSourceToken: a.text('event_source_token'),
    InvokedViaFunctionUrl: a.get('invoked_via_function_url'),
  }),
  aws_lambda_function_url: (a) => ({
    TargetFunctionArn: a.get('function_name'),
    Qualifier: a.text('qualifier'),
    AuthType: a.get('authorization_type'),
    InvokeMode: a.text('invoke_mode'),
    Cors:
      a.block('cors') &&
      set({
        AllowOrigins: a.block('cors')?.get('allow_origins'),
        AllowMethods: a.block('cors')?.get('allow_methods'),
        AllowHeaders: a.block('cors')?.get('allow_headers'),
        ExposeHeaders: a.block('cors')?.get('expose_headers'),
        AllowCredentials: a.block('cors')?.get('allow_credentials'),
        MaxAge: a.block('cors')?.get('max_age'),
      }),
  }),
  aws_lambda_alias: (a) => ({
    FunctionName: a.get('function_name'),
    Name: a.get('name'),
    FunctionVersion: a.get('function_version'),
  }),
  aws_lambda_function_event_invoke_config: (a) => ({
    FunctionName: a.get('function_name'),
    Qualifier: a.text('qualifier'),
    MaximumRetryAttempts: a.get('maximum_retry_attempts'),
    MaximumEventAgeInSeconds: a.get('maximum_event_age_in_seconds'),
    DestinationConfig: destination(a),
  }),
  aws_lambda_event_source_mapping: (a) => ({
    FunctionName: a.get('function_name'),
    EventSourceArn: a.text('event_source_arn'),
    Enabled: a.get('enabled'),
    BatchSize: a.get('batch_size'),
    MaximumBatchingWindowInSeconds: a.get('maximum_batching_window_in_seconds'),
    ParallelizationFactor: a.get('parallelization_factor'),
    StartingPosition: a.text('starting_position'),
    MaximumRetryAttempts: a.get('maximum_retry_attempts'),
    MaximumRecordAgeInSeconds: a.get('maximum_record_age_in_seconds'),
    BisectBatchOnFunctionError: a.get('bisect_batch_on_function_error'),
    DestinationConfig: destination(a),
    FilterCriteria: filters(a),
    ScalingConfig: a.block('scaling_config') && {
      MaximumConcurrency: a.block('scaling_config')?.get('maximum_concurrency'),
    },
    FunctionResponseTypes: listOf(a.get('function_response_types')),
    Topics: listOf(a.get('topics')),
    Queues: listOf(a.get('queues')),
    KmsKeyArn: a.text('kms_key_arn'),
    SelfManagedEventSource: a.block('self_managed_event_source') && { Endpoints: {} },
  }),
  aws_lambda_layer_version: (a) => ({
    LayerName: a.get('layer_name'),
    Description: a.text('description'),
    CompatibleRuntimes: a.get('compatible_runtimes'),
  }),
  aws_lambda_layer_version_permission: (a) => ({
    LayerVersionArn: layerVersion(a),
    Action: a.get('action'),
    Principal: a.get('principal'),
    OrganizationId: a.text('organization_id'),
  }),
  aws_lambda_code_signing_config: (a) => ({
    AllowedPublishers: {
      SigningProfileVersionArns: a.block('allowed_publishers')?.get('signing_profile_version_arns'),
    },
    CodeSigningPolicies: a.block('policies') && {
      UntrustedArtifactOnDeployment: a.block('policies')?.get('untrusted_artifact_on_deployment'),
    },
  }),
  aws_lambda_provisioned_concurrency_config: (a) => ({
    FunctionName: a.get('function_name'),
    Qualifier: a.get('qualifier'),
    ProvisionedConcurrentExecutions: a.get('provisioned_concurrent_executions'),
  }),
}

/** The provider names the layer by ARN or name, without its version. */
function layerVersion(a: Attributes): unknown {
  const name = a.get('layer_name')
  return typeof name === 'string' && name.includes(':layer:') && !/:\d+$/.test(name) ? `${name}:1` : name
}
