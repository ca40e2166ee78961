import { asArray } from '#server/domain/json.ts'
import { type Attributes, set } from './attributes.ts'
import type { Translation } from './translation.ts'

const listener: Translation = (a) => ({
  LoadBalancerArn: a.get('load_balancer_arn'),
  Port: a.get('port'),
  Protocol: a.get('protocol'),
  DefaultActions: a.blocks('default_action').map(action),
})

function action(one: Attributes) {
  const groups = one.blocks('forward').flatMap((forward) => forward.blocks('target_group'))
  return set({
    Type: one.get('type'),
    TargetGroupArn: one.text('target_group_arn'),
    ForwardConfig:
      groups.length === 0
        ? undefined
        : { TargetGroups: groups.map((group) => ({ TargetGroupArn: group.get('arn') })) },
  })
}

const CONDITIONS = ['path_pattern', 'host_header', 'http_request_method', 'source_ip']

const listenerRule: Translation = (a) => ({
  ListenerArn: a.get('listener_arn'),
  Priority: a.get('priority'),
  Actions: a.blocks('action').map(action),
  Conditions: a.blocks('condition').flatMap((condition) =>
    CONDITIONS.flatMap((name) =>
      condition.blocks(name).map((one) => ({
        Field: name.replaceAll('_', '-'),
        Values: one.get('values'),
      })),
    ),
  ),
})

const loadBalancer: Translation = (a) => ({
  Name: a.text('name'),
  Scheme: a.get('internal') === true ? 'internal' : 'internet-facing',
  Type: a.get('load_balancer_type') ?? 'application',
  SecurityGroups: a.get('security_groups'),
  Tags: a.get('tags_all') ?? a.get('tags'),
})

const targetGroup: Translation = (a) => ({ Name: a.text('name'), TargetType: a.get('target_type') })
const attachment: Translation = (a) => ({
  TargetGroupArn: a.get('target_group_arn'),
  Target: a.get('target_id'),
})

function behaviour(a: Attributes): unknown {
  return set({
    PathPattern: a.get('path_pattern'),
    TargetOriginId: a.get('target_origin_id'),
    ViewerProtocolPolicy: a.get('viewer_protocol_policy'),
    AllowedMethods: a.get('allowed_methods'),
    TrustedKeyGroups: a.get('trusted_key_groups'),
    TrustedSigners: a.get('trusted_signers'),
    LambdaFunctionAssociations: a.blocks('lambda_function_association').map((one) => ({
      EventType: one.get('event_type'),
      LambdaFunctionARN: one.get('lambda_arn'),
      IncludeBody: one.get('include_body'),
    })),
  })
}

const TRIGGERS: Record<string, string> = {
  create_auth_challenge: 'CreateAuthChallenge',
  custom_message: 'CustomMessage',
  define_auth_challenge: 'DefineAuthChallenge',
  post_authentication: 'PostAuthentication',
  post_confirmation: 'PostConfirmation',
  pre_authentication: 'PreAuthentication',
  pre_sign_up: 'PreSignUp',
  pre_token_generation: 'PreTokenGeneration',
  user_migration: 'UserMigration',
  verify_auth_challenge_response: 'VerifyAuthChallengeResponse',
}

const rolePolicy: Translation = (a) => ({
  RoleName: a.get('role'),
  UserName: a.get('user'),
  PolicyName: a.text('name'),
  PolicyDocument: a.get('policy'),
})

const policyAttachment: Translation = (a) => ({
  Roles: asArray([a.get('role') ?? a.get('roles') ?? []].flat()),
  Users: asArray([a.get('user') ?? a.get('users') ?? []].flat()),
  PolicyArn: a.get('policy_arn'),
})

/** Roles, keys, logs, load balancers and the rest. Source: Terraform AWS provider documentation. */
export const OTHERS: Record<string, Translation> = {
  aws_iam_role: (a) => ({
    RoleName: a.get('name'),
    Path: a.get('path'),
    AssumeRolePolicyDocument: a.get('assume_role_policy'),
    ManagedPolicyArns: a.get('managed_policy_arns'),
    Policies: a
      .blocks('inline_policy')
      .filter((one) => one.get('policy') !== undefined)
      .map((one) => ({ PolicyName: one.get('name'), PolicyDocument: one.get('policy') })),
    PermissionsBoundary: a.text('permissions_boundary'),
    Tags: a.get('tags_all') ?? a.get('tags'),
  }),
  aws_iam_user: (a) => ({
    UserName: a.get('name'),
    Path: a.get('path'),
    PermissionsBoundary: a.text('permissions_boundary'),
  }),
  aws_iam_role_policy: rolePolicy,
  aws_iam_user_policy: rolePolicy,
  aws_iam_policy: (a) => ({
    ManagedPolicyName: a.get('name'),
    Path: a.get('path'),
    PolicyDocument: a.get('policy'),
  }),
  aws_iam_role_policy_attachment: policyAttachment,
  aws_iam_user_policy_attachment: policyAttachment,
  aws_iam_policy_attachment: policyAttachment,
  aws_cloudwatch_log_group: (a) => ({
    LogGroupName: a.get('name'),
    // 0 is how the provider says that events never expire.
    RetentionInDays: a.get('retention_in_days') === 0 ? undefined : a.get('retention_in_days'),
    KmsKeyId: a.text('kms_key_id'),
  }),
  aws_kms_key: (a) => ({
    Enabled: a.get('is_enabled'),
    EnableKeyRotation: a.get('enable_key_rotation'),
    KeySpec: a.get('customer_master_key_spec'),
    KeyPolicy: a.text('policy'),
  }),
  aws_sfn_state_machine: (a) => ({
    StateMachineName: a.get('name'),
    StateMachineType: a.text('type'),
    RoleArn: a.get('role_arn'),
    DefinitionString: a.get('definition'),
  }),
  aws_cognito_user_pool: (a) => ({
    UserPoolName: a.get('name'),
    LambdaConfig: Object.fromEntries(
      Object.entries(TRIGGERS).flatMap(([name, trigger]) => {
        const arn = a.block('lambda_config')?.text(name)
        return arn === undefined ? [] : [[trigger, arn]]
      }),
    ),
    AdminCreateUserConfig: a.block('admin_create_user_config') && {
      AllowAdminCreateUserOnly: a.block('admin_create_user_config')?.get('allow_admin_create_user_only'),
    },
  }),
  aws_ecr_repository: (a) => ({
    RepositoryName: a.get('name'),
    ImageTagMutability: a.get('image_tag_mutability'),
    ImageScanningConfiguration: {
      ScanOnPush: a.block('image_scanning_configuration')?.get('scan_on_push') ?? false,
    },
  }),
  aws_ecr_repository_policy: (a) => ({ Repository: a.get('repository'), Policy: a.get('policy') }),
  aws_lb: loadBalancer,
  aws_alb: loadBalancer,
  aws_lb_listener: listener,
  aws_alb_listener: listener,
  aws_lb_listener_rule: listenerRule,
  aws_alb_listener_rule: listenerRule,
  aws_lb_target_group: targetGroup,
  aws_alb_target_group: targetGroup,
  aws_lb_target_group_attachment: attachment,
  aws_alb_target_group_attachment: attachment,
  aws_cloudfront_distribution: (a) => ({
    DistributionConfig: set({
      Enabled: a.get('enabled'),
      Aliases: a.get('aliases'),
      Comment: a.text('comment'),
      WebACLId: a.text('web_acl_id'),
      Origins: a.blocks('origin').map((one) =>
        set({
          Id: one.get('origin_id'),
          DomainName: one.get('domain_name'),
          OriginPath: one.get('origin_path'),
          OriginAccessControlId: one.text('origin_access_control_id'),
          OriginCustomHeaders: one
            .blocks('custom_header')
            .map((header) => ({ HeaderName: header.get('name') })),
        }),
      ),
      DefaultCacheBehavior:
        a.block('default_cache_behavior') && behaviour(a.block('default_cache_behavior') as Attributes),
      CacheBehaviors: a.blocks('ordered_cache_behavior').map(behaviour),
    }),
  }),
  aws_wafv2_web_acl: (a) => ({
    Name: a.get('name'),
    Scope: a.get('scope'),
    DefaultAction: a.block('default_action')?.blocks('block').length ? { Block: {} } : { Allow: {} },
    Rules: a.blocks('rule').map(webAclRule),
  }),
  aws_wafv2_web_acl_association: (a) => ({
    ResourceArn: a.get('resource_arn'),
    WebACLArn: a.get('web_acl_arn'),
  }),
}

function webAclRule(a: Attributes): unknown {
  const statement = a.block('statement')
  const rate = statement?.block('rate_based_statement')
  const action = a.block('action')
  const name = ['allow', 'block', 'count', 'captcha', 'challenge'].find((one) => action?.blocks(one).length)
  return set({
    Name: a.get('name'),
    Priority: a.get('priority'),
    Action: name && { [name]: {} },
    OverrideAction: a.block('override_action')?.blocks('count').length ? { Count: {} } : undefined,
    Statement: set({
      RateBasedStatement: rate && { Limit: rate.get('limit') },
      ManagedRuleGroupStatement: statement?.block('managed_rule_group_statement') && {},
      RuleGroupReferenceStatement: statement?.block('rule_group_reference_statement') && {},
    }),
  })
}
