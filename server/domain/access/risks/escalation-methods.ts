/**
 * What a method takes hold of. `own role`, `own policy`: the principal gives itself more; `principal`: another identity in
 * the account; `passed role`: code of its own runs as a role that it names; `running`: something that already has a role.
 */
export type EscalationGain = 'own role' | 'own policy' | 'principal' | 'passed role' | 'running'

export type EscalationMethod = {
  method: string
  actions: string[]
  gain: EscalationGain
  /** Ends the sentence "It can …". */
  does: string
  /** Service that must be allowed to take the role, as iam:PassedToService has it. */
  passedTo?: string
  /** Counts only where the role has such a thing to be rid of. */
  only?: 'with boundary' | 'with deny'
  /** It takes more than these actions: a permissive old version, a trust policy that lets it in, somebody who signs in. */
  needsMore?: string
}

const own = (
  gain: 'own role' | 'own policy',
  action: string,
  does: string,
  more: Partial<EscalationMethod> = {},
) => ({
  method: nameOf(action),
  actions: [action],
  gain,
  does,
  ...more,
})
const others = (actions: string[], does: string, needsMore?: string): EscalationMethod => ({
  method: actions.map(nameOf).join(' and '),
  actions,
  gain: 'principal',
  does,
  ...(needsMore === undefined ? {} : { needsMore }),
})
const pass = (passedTo: string, actions: string[], does: string): EscalationMethod => ({
  method: ['PassRole', ...actions.map(nameOf)].join(' and '),
  actions: ['iam:PassRole', ...actions],
  gain: 'passed role',
  does,
  passedTo: `${passedTo}.amazonaws.com`,
})
const hijack = (actions: string[], does: string, needsMore?: string): EscalationMethod => ({
  method: actions.map(nameOf).join(' and '),
  actions,
  gain: 'running',
  does,
  ...(needsMore === undefined ? {} : { needsMore }),
})
function nameOf(action: string): string {
  return action.slice(action.indexOf(':') + 1)
}

/**
 * Published ways from some permissions to more. Sources of the facts: Rhino Security Labs, Bishop Fox, NCC Group's PMapper,
 * Salesforce's Cloudsplaining, Hacking the Cloud, Datadog's pathfinding.cloud; each checked against the action table.
 */
export const ESCALATION_METHODS: readonly EscalationMethod[] = [
  own(
    'own policy',
    'iam:CreatePolicyVersion',
    'write a new version of a policy that it has, and so give itself everything',
  ),
  own('own policy', 'iam:SetDefaultPolicyVersion', 'bring back an older version of a policy that it has', {
    needsMore: 'an older version that allows more',
  }),
  own('own role', 'iam:AttachRolePolicy', 'attach AdministratorAccess or any other policy to itself'),
  own('own role', 'iam:PutRolePolicy', 'write itself an inline policy that allows everything'),
  own('own role', 'iam:DeleteRolePermissionsBoundary', 'take away its own permissions boundary', {
    only: 'with boundary',
  }),
  own('own role', 'iam:PutRolePermissionsBoundary', 'put a wider permissions boundary on itself', {
    only: 'with boundary',
  }),
  own('own role', 'iam:DetachRolePolicy', 'detach a policy that denies it something', { only: 'with deny' }),
  own('own role', 'iam:DeleteRolePolicy', 'delete an inline policy that denies it something', {
    only: 'with deny',
  }),
  others(['iam:AttachUserPolicy'], 'attach any policy to a user', 'a user that it can sign in as'),
  others(['iam:PutUserPolicy'], 'write any policy for a user', 'a user that it can sign in as'),
  others(
    ['iam:AttachGroupPolicy'],
    'attach any policy to a group',
    'a user of the group that it can sign in as',
  ),
  others(
    ['iam:PutGroupPolicy'],
    'write any policy for a group',
    'a user of the group that it can sign in as',
  ),
  others(['iam:AddUserToGroup'], 'add a user to a group that may do more', 'a user that it can sign in as'),
  others(
    ['iam:AttachUserPolicy', 'iam:CreateAccessKey'],
    'give a user everything and make itself a key of that user',
  ),
  others(
    ['iam:PutUserPolicy', 'iam:CreateAccessKey'],
    'write a user a policy and make itself a key of that user',
  ),
  others(['iam:UpdateAssumeRolePolicy'], 'let itself into any role by changing whom the role trusts'),
  others(['iam:AttachRolePolicy', 'sts:AssumeRole'], 'give a role that it can assume everything'),
  others(['iam:PutRolePolicy', 'sts:AssumeRole'], 'write a policy for a role that it can assume'),
  others(['iam:CreatePolicyVersion', 'sts:AssumeRole'], 'rewrite a policy of a role that it can assume'),
  others(
    ['iam:CreateRole', 'iam:AttachRolePolicy'],
    'make a role that trusts it and attach AdministratorAccess',
  ),
  others(['iam:CreateRole', 'iam:PutRolePolicy'], 'make a role that trusts it and write it any policy'),
  others(['iam:CreateAccessKey'], 'make an access key of another user'),
  others(
    ['iam:DeleteAccessKey', 'iam:CreateAccessKey'],
    'replace the access keys of a user that has two already',
  ),
  others(['iam:CreateLoginProfile'], 'give a user without a password one, and sign in as that user'),
  others(['iam:UpdateLoginProfile'], "change a user's password, and sign in as that user"),
  others(
    ['iam:CreateServiceSpecificCredential'],
    "make itself a user's credentials for single services",
    'a user who may do more there',
  ),
  others(
    ['iam:ResetServiceSpecificCredential'],
    "reset a user's credentials for single services",
    'a user who may do more there',
  ),
  others(
    ['iam:UpdateSAMLProvider'],
    'put its own identity provider in the place of the real one',
    'a role that trusts the provider',
  ),
  others(
    ['iam:AddClientIDToOpenIDConnectProvider'],
    'let tokens of another audience in',
    'a role that trusts the provider',
  ),
  others(
    ['sso:AttachManagedPolicyToPermissionSet'],
    'give a permission set any policy',
    'somebody who uses the permission set',
  ),
  others(
    ['sso:PutInlinePolicyToPermissionSet'],
    'write any policy into a permission set',
    'somebody who uses the permission set',
  ),
  others(
    ['sso:CreateAccountAssignment'],
    'assign a permission set to any identity',
    'somebody who signs in with it',
  ),
  others(
    ['identitystore:CreateGroupMembership'],
    'put an identity into a group of administrators',
    'somebody who signs in with it',
  ),
  others(
    ['sts:AssumeRole'],
    'assume every role that trusts the account',
    'a role whose trust policy lets it in',
  ),
  pass(
    'lambda',
    ['lambda:CreateFunction', 'lambda:InvokeFunction'],
    'create a function that runs as a role of its choice, and call it',
  ),
  pass(
    'lambda',
    ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'],
    'create a function that runs as a role of its choice, and have a stream or queue call it',
  ),
  pass(
    'lambda',
    ['lambda:CreateFunction', 'lambda:AddPermission'],
    'create a function that runs as a role of its choice, and let anyone call it',
  ),
  pass(
    'lambda',
    ['lambda:UpdateFunctionConfiguration', 'lambda:UpdateFunctionCode'],
    'give an existing function another role and other code',
  ),
  pass('ec2', ['ec2:RunInstances'], 'start an instance with a role of its choice'),
  pass('ec2', ['ec2:RequestSpotInstances'], 'request a spot instance with a role of its choice'),
  pass('ec2', ['ec2:RequestSpotFleet'], 'request a spot fleet with a role of its choice'),
  pass('ec2', ['ec2:AssociateIamInstanceProfile'], 'give an instance another role'),
  pass('ec2', ['ec2:ReplaceIamInstanceProfileAssociation'], "replace an instance's role"),
  pass('ec2', ['iam:AddRoleToInstanceProfile'], 'put another role into an instance profile'),
  pass(
    'ec2',
    ['ec2:CreateLaunchTemplate', 'autoscaling:CreateAutoScalingGroup'],
    'have instances with a role of its choice started',
  ),
  pass(
    'ec2',
    ['autoscaling:CreateLaunchConfiguration', 'autoscaling:CreateAutoScalingGroup'],
    'have instances with a role of its choice started',
  ),
  pass(
    'ecs-tasks',
    ['ecs:RegisterTaskDefinition', 'ecs:RunTask'],
    'run a container with a role of its choice',
  ),
  pass(
    'ecs-tasks',
    ['ecs:RegisterTaskDefinition', 'ecs:StartTask'],
    'run a container with a role of its choice on an instance of the cluster',
  ),
  pass(
    'ecs-tasks',
    ['ecs:RegisterTaskDefinition', 'ecs:CreateService'],
    'run a service with a role of its choice',
  ),
  pass(
    'ecs-tasks',
    ['ecs:RegisterTaskDefinition', 'ecs:UpdateService'],
    'have a service run containers with a role of its choice',
  ),
  pass('ecs-tasks', ['ecs:RunTask'], 'run an existing container with another role and command'),
  pass('glue', ['glue:CreateDevEndpoint'], 'open a Glue endpoint that runs as a role of its choice'),
  pass('glue', ['glue:CreateJob', 'glue:StartJobRun'], 'run a Glue job as a role of its choice'),
  pass('glue', ['glue:CreateJob', 'glue:CreateTrigger'], 'have a Glue job run as a role of its choice'),
  pass('glue', ['glue:UpdateJob', 'glue:StartJobRun'], 'change a Glue job and its role, and run it'),
  pass('glue', ['glue:UpdateJob', 'glue:CreateTrigger'], 'change a Glue job and its role, and have it run'),
  pass(
    'glue',
    ['glue:CreateSession', 'glue:RunStatement'],
    'run statements in a Glue session as a role of its choice',
  ),
  pass(
    'cloudformation',
    ['cloudformation:CreateStack'],
    'have CloudFormation make anything with a role of its choice',
  ),
  pass(
    'cloudformation',
    ['cloudformation:UpdateStack'],
    'have CloudFormation change a stack with a role of its choice',
  ),
  pass(
    'cloudformation',
    ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    'have CloudFormation carry out changes with a role of its choice',
  ),
  pass(
    'cloudformation',
    ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
    'have CloudFormation make anything in many accounts',
  ),
  pass('cloudformation', ['cloudformation:UpdateStackSet'], 'have CloudFormation change many accounts'),
  pass(
    'codebuild',
    ['codebuild:CreateProject', 'codebuild:StartBuild'],
    'run a build as a role of its choice',
  ),
  pass(
    'codebuild',
    ['codebuild:CreateProject', 'codebuild:StartBuildBatch'],
    'run builds as a role of its choice',
  ),
  pass(
    'codebuild',
    ['codebuild:UpdateProject', 'codebuild:StartBuild'],
    "change a build's role and commands, and run it",
  ),
  pass('codepipeline', ['codepipeline:CreatePipeline'], 'have a pipeline act with a role of its choice'),
  pass('codestar', ['codestar:CreateProject'], 'have CodeStar make a project with a role of its choice'),
  pass(
    'sagemaker',
    ['sagemaker:CreateNotebookInstance', 'sagemaker:CreatePresignedNotebookInstanceUrl'],
    'open a notebook that runs as a role of its choice',
  ),
  pass('sagemaker', ['sagemaker:CreateTrainingJob'], 'run a training job as a role of its choice'),
  pass('sagemaker', ['sagemaker:CreateProcessingJob'], 'run a processing job as a role of its choice'),
  pass('sagemaker', ['sagemaker:CreateHyperParameterTuningJob'], 'run a tuning job as a role of its choice'),
  pass(
    'datapipeline',
    ['datapipeline:CreatePipeline', 'datapipeline:PutPipelineDefinition', 'datapipeline:ActivatePipeline'],
    'run commands in a data pipeline as a role of its choice',
  ),
  pass(
    'states',
    ['states:CreateStateMachine', 'states:StartExecution'],
    'run a state machine that calls any AWS API as a role of its choice',
  ),
  pass(
    'states',
    ['states:UpdateStateMachine', 'states:StartExecution'],
    "change a state machine's role and steps, and run it",
  ),
  pass(
    'scheduler',
    ['scheduler:CreateSchedule'],
    'have EventBridge Scheduler call any AWS API as a role of its choice',
  ),
  pass('scheduler', ['scheduler:UpdateSchedule'], "change a schedule's target and role"),
  pass(
    'events',
    ['events:PutRule', 'events:PutTargets'],
    'have EventBridge start targets with a role of its choice',
  ),
  pass('pipes', ['pipes:CreatePipe'], 'have a pipe call targets as a role of its choice'),
  pass('apprunner', ['apprunner:CreateService'], 'run a service as a role of its choice'),
  pass(
    'bedrock-agentcore',
    [
      'bedrock-agentcore:CreateCodeInterpreter',
      'bedrock-agentcore:StartCodeInterpreterSession',
      'bedrock-agentcore:InvokeCodeInterpreter',
    ],
    'run code in an AgentCore interpreter as a role of its choice',
  ),
  pass(
    'bedrock-agentcore',
    ['bedrock-agentcore:CreateAgentRuntime', 'bedrock-agentcore:InvokeAgentRuntime'],
    'run an AgentCore agent as a role of its choice',
  ),
  pass(
    'bedrock-agentcore',
    ['bedrock-agentcore:CreateBrowser', 'bedrock-agentcore:StartBrowserSession'],
    'open an AgentCore browser that runs as a role of its choice',
  ),
  pass(
    'bedrock',
    ['bedrock:CreateAgent', 'bedrock:InvokeAgent'],
    'have a Bedrock agent act as a role of its choice',
  ),
  pass('ssm', ['ssm:StartAutomationExecution'], 'run an automation as a role of its choice'),
  pass(
    'batch',
    ['batch:RegisterJobDefinition', 'batch:SubmitJob'],
    'run a batch job as a role of its choice',
  ),
  pass('braket', ['braket:CreateJob'], 'run a Braket job as a role of its choice'),
  pass('elasticmapreduce', ['elasticmapreduce:RunJobFlow'], 'start a cluster with a role of its choice'),
  pass(
    'emr-serverless',
    ['emr-serverless:CreateApplication', 'emr-serverless:StartJobRun'],
    'run an EMR job as a role of its choice',
  ),
  pass(
    'gamelift',
    ['gamelift:CreateBuild', 'gamelift:CreateFleet'],
    'run its own build on a fleet with a role of its choice',
  ),
  pass(
    'imagebuilder',
    [
      'imagebuilder:CreateComponent',
      'imagebuilder:CreateInfrastructureConfiguration',
      'imagebuilder:CreateImage',
    ],
    'run its own component while an image is built with a role of its choice',
  ),
  pass(
    'kinesisanalytics',
    ['kinesisanalytics:CreateApplication', 'kinesisanalytics:StartApplication'],
    'run a Flink application as a role of its choice',
  ),
  pass('omics', ['omics:CreateWorkflow', 'omics:StartRun'], 'run a workflow as a role of its choice'),
  pass('amplify', ['amplify:CreateApp', 'amplify:StartJob'], 'run a build as a role of its choice'),
  pass('airflow', ['airflow:CreateEnvironment'], 'run an Airflow environment with a role of its choice'),
  pass(
    'cognito-identity',
    ['cognito-identity:SetIdentityPoolRoles'],
    'hand a role of its choice to the identities of a pool',
  ),
  pass('credentials.iot', ['iot:CreateRoleAlias'], "hand a role of its choice to a device's certificate"),
  pass(
    'rolesanywhere',
    ['rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile'],
    'let its own certificates assume a role of its choice',
  ),
  pass('pods.eks', ['eks:CreatePodIdentityAssociation'], 'give pods of a cluster a role of its choice'),
  hijack(
    ['lambda:UpdateFunctionCode'],
    "put its own code into a function, which runs as the function's role",
  ),
  hijack(
    ['lambda:UpdateFunctionConfiguration'],
    "put a layer of its own into a function, which runs as the function's role",
  ),
  hijack(
    ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    "change an instance's start script and restart it",
  ),
  hijack(
    ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    'have the next instances of a group run its own script',
  ),
  hijack(
    ['ec2-instance-connect:SendSSHPublicKey'],
    'log in to an instance with its own key',
    'a way to the instance over the network',
  ),
  hijack(['ssm:SendCommand'], 'run commands on instances that Systems Manager manages'),
  hijack(['ssm:StartSession'], 'open a shell on instances that Systems Manager manages'),
  hijack(['ssm:CreateAssociation'], 'have Systems Manager run commands on instances'),
  hijack(['ecs:ExecuteCommand'], 'run commands in a container', 'a container with ECS Exec switched on'),
  hijack(
    ['cloudformation:UpdateStack'],
    'change a stack that has a role of its own',
    'a stack with a service role',
  ),
  hijack(
    ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    'change a stack that has a role of its own',
    'a stack with a service role',
  ),
  hijack(
    ['codebuild:StartBuild'],
    "run its own commands in a build by overriding the buildspec, as the build's role",
  ),
  hijack(
    ['codebuild:StartBuildBatch'],
    "run its own commands in builds by overriding the buildspec, as the build's role",
  ),
  hijack(
    ['codedeploy:CreateDeployment'],
    'have the deployment agent run its own scripts',
    'an application with a deployment group',
  ),
  hijack(['glue:UpdateDevEndpoint'], 'put its own SSH key on a Glue endpoint', 'a Glue development endpoint'),
  hijack(['glue:RunStatement'], 'run statements in a Glue session of another', 'an open session'),
  hijack(['sagemaker:CreatePresignedNotebookInstanceUrl'], 'open a notebook that runs as another role'),
  hijack(['sagemaker:CreatePresignedDomainUrl'], 'open a Studio profile that runs as another role'),
  hijack(
    [
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StopNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    'have a notebook run its own script when it starts',
  ),
  hijack(['apprunner:UpdateService'], 'change the image or start command of a service that has a role'),
  hijack(
    ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
    'run code in an AgentCore interpreter that has a role',
  ),
  hijack(['batch:SubmitJob'], 'run a job with its own command', 'a job definition with a role'),
  hijack(['elasticmapreduce:AddJobFlowSteps'], 'run steps on a cluster that has a role'),
  hijack(
    ['states:UpdateStateMachine', 'states:StartExecution'],
    "change a state machine's steps, which run as its role",
  ),
  hijack(
    ['cloud9:CreateEnvironmentMembership'],
    "join another's development environment",
    'an environment with credentials',
  ),
]
